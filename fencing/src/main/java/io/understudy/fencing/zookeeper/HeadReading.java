package io.understudy.fencing.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.FormatRequest;
import io.understudy.fencing.PauseRequest;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.SwitchoverRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.ErrorResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.data.Stat;

/**
 * What came of reading, in one request, the epoch and what a term is won upon beside it: next-id, the requests that concern
 * who wins, the lock, and the sign of who served.
 */
sealed interface HeadReading {

    /** They were read. */
    record Read(StoreHead head) implements HeadReading {}

    /**
     * There is no epoch.
     *
     * @param nextId 0 if there is no next-id either
     */
    record NoEpoch(int nextId) implements HeadReading {}

    /** What stands there is not ours. */
    record Damaged(String why) implements HeadReading {}

    /** It may not be read with the credentials of this session. */
    record Forbidden() implements HeadReading {}

    /** ZooKeeper did not say. */
    record Lost(Code code, boolean sessionGone) implements HeadReading {}

    /** Reads on the session of {@code calls}. */
    static void read(ZooKeeperCalls calls, StoreLayout layout, Consumer<HeadReading> reply) {
        // next-id first: if it was found raised, the epoch that raised it is found as well.
        // The lock after the epoch: whoever had it then won nothing before.
        List<Op> reads = List.of(
                Op.getData(layout.path(StorePaths.NEXT_ID)),
                Op.getData(layout.path(StorePaths.EPOCH)),
                Op.getData(layout.path(StorePaths.control(FormatRequest.NAME))),
                Op.getData(layout.path(StorePaths.control(PauseRequest.NAME))),
                Op.getData(layout.path(StorePaths.control(SwitchoverRequest.NAME))),
                Op.getData(layout.lock()),
                Op.getData(layout.path(StorePaths.ACTIVE)));
        calls.multi(reads, answer -> reply.accept(of(answer, layout)));
    }

    private static HeadReading of(Answer<List<OpResult>> answer, StoreLayout layout) {
        List<OpResult> results = answer.value();
        if (results == null) {
            return new Lost(answer.code(), answer.isSessionGone());
        }
        OpResult nextId = results.get(0);
        OpResult epoch = results.get(1);
        try {
            if (epoch instanceof GetDataResult found && nextId instanceof GetDataResult next) {
                return new Read(head(found, next, results));
            }
            if (epoch instanceof ErrorResult missing && missing.getErr() == Code.NONODE.intValue()) {
                return new NoEpoch(nextId instanceof GetDataResult next ? number(next) : 0);
            }
        } catch (IOException | NumberFormatException e) {
            return new Damaged("What stands in " + layout.path(StorePaths.EPOCH) + " or beside it in "
                    + StorePaths.NEXT_ID + " was not written by this program (" + e.getMessage() + ").");
        }
        if (isForbidden(epoch) || isForbidden(nextId)) {
            return new Forbidden();
        }
        return new Damaged(layout.path(StorePaths.EPOCH) + " or " + StorePaths.NEXT_ID + " beside it is missing.");
    }

    private static boolean isForbidden(OpResult result) {
        return result instanceof ErrorResult error && error.getErr() == Code.NOAUTH.intValue();
    }

    private static StoreHead head(GetDataResult epoch, GetDataResult nextId, List<OpResult> results)
            throws IOException {
        return new StoreHead(
                RecordJson.epoch(epoch.getData()),
                epoch.getStat().getVersion(),
                epoch.getStat().getMzxid(),
                epoch.getStat().getMtime(),
                number(nextId),
                nextId.getStat().getVersion(),
                requests(results),
                stat(results.get(5)),
                stat(results.get(6)));
    }

    /** It is nobody's duty that they be there, and what cannot be read asks for nothing. */
    private static StandingRequests requests(List<OpResult> results) {
        return new StandingRequests(
                found(results.get(2)).flatMap(format -> RecordJson.request(format.getData())),
                found(results.get(3))
                        .flatMap(pause -> RecordJson.pause(
                                        pause.getData(), pause.getStat().getMtime())
                                .map(request -> new StandingRequests.Written(
                                        request, pause.getStat().getMzxid()))),
                found(results.get(4)).flatMap(switchover -> RecordJson.switchover(switchover.getData())));
    }

    private static Optional<Stat> stat(OpResult result) {
        return result instanceof GetDataResult found ? Optional.of(found.getStat()) : Optional.empty();
    }

    private static Optional<GetDataResult> found(OpResult result) {
        return result instanceof GetDataResult found && found.getData() != null ? Optional.of(found) : Optional.empty();
    }

    private static int number(GetDataResult nextId) {
        return Integer.parseInt(new String(nextId.getData(), UTF_8));
    }
}
