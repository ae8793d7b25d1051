package io.understudy.fencing.zookeeper;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.FormatRequest;
import java.util.Optional;

/**
 * What a term is won upon, as it was read.
 *
 * @param epochVersion version of the epoch's znode
 * @param epochZxid transaction that wrote it
 * @param epochTime when it was written, in milliseconds of ZooKeeper's clock
 * @param nextIdVersion version of next-id's znode
 * @param request that the format be raised, if one stands, for whatever epoch
 */
record StoreHead(
        EpochRecord epoch,
        int epochVersion,
        long epochZxid,
        long epochTime,
        int nextId,
        int nextIdVersion,
        Optional<FormatRequest> request) {

    /** What a term of {@code candidate} writes that is won upon this head. */
    int formatOf(Candidate candidate) {
        return request.filter(wish -> wish.isValid(epoch.number(), epoch.format(), candidate.format()))
                .map(FormatRequest::format)
                .orElse(epoch.format());
    }
}
