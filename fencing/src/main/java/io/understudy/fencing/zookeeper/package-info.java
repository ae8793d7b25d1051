/**
 * The fence in ZooKeeper: the only door to the store. A term is a raised epoch, a write is a transaction that checks it;
 * see {@link io.understudy.fencing.Fence} and {@link io.understudy.fencing.FencedStore} for what is promised.
 */
@NullMarked
package io.understudy.fencing.zookeeper;

import org.jspecify.annotations.NullMarked;
