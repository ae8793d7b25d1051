/**
 * Who may write, and in which term of office: ports and values of the zk-store-lock.
 *
 * <p>A node that holds the lock wins a {@link io.understudy.fencing.Term} by raising the epoch. Every write of that term
 * carries a check of the epoch in the same transaction, so that no write of an older term can follow the first of a
 * newer one, whatever its writer believes. Nothing here does I/O; the adapter is in {@code .zookeeper}.
 */
@NullMarked
package io.understudy.fencing;

import org.jspecify.annotations.NullMarked;
