package io.understudy.fencing.zookeeper;

/**
 * What a term is won upon, as it was read.
 *
 * @param epochVersion version of the epoch's znode
 * @param epochZxid transaction that wrote it
 * @param epochTime when it was written, in milliseconds of ZooKeeper's clock
 * @param nextIdVersion version of next-id's znode
 */
record StoreHead(EpochRecord epoch, int epochVersion, long epochZxid, long epochTime, int nextId, int nextIdVersion) {}
