package io.understudy.fencing.zookeeper;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.FormatRequest;
import io.understudy.fencing.PauseRequest;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;

/**
 * What a term is won upon, as it was read.
 *
 * @param epochVersion version of the epoch's znode
 * @param epochZxid transaction that wrote it
 * @param epochTime when it was written, in milliseconds of ZooKeeper's clock
 * @param nextIdVersion version of next-id's znode
 * @param requests of operators
 * @param lock of the election, if anybody has it
 * @param active whose znode says that its writer serves, if there is one
 */
record StoreHead(
        EpochRecord epoch,
        int epochVersion,
        long epochZxid,
        long epochTime,
        int nextId,
        int nextIdVersion,
        StandingRequests requests,
        Optional<Stat> lock,
        Optional<Stat> active) {

    /** The head after the epoch was raised over it, as ZooKeeper has written it. */
    StoreHead raisedTo(EpochRecord raised, Stat written, int idBlock) {
        return new StoreHead(
                raised,
                written.getVersion(),
                written.getMzxid(),
                written.getMtime(),
                nextId + idBlock,
                nextIdVersion + 1,
                StandingRequests.NONE,
                lock,
                Optional.empty());
    }

    /** What a term of {@code candidate} writes that is won upon this head. */
    int formatOf(Candidate candidate) {
        return requests.format()
                .filter(wish -> wish.isValid(epoch.number(), epoch.format(), candidate.format()))
                .map(FormatRequest::format)
                .orElse(epoch.format());
    }

    /** Whether {@code candidate} may win a term with a lock that it has taken, as far as pauses go. */
    boolean lets(Candidate candidate, Stat lock) {
        return !requests.wasPausedAt(lock)
                || PauseRequest.lets(
                        candidate.node(), epoch.number(), Optional.ofNullable(epoch.node()), requests.switchover());
    }
}
