package io.understudy.session.transfer;

import io.understudy.session.Application;
import io.understudy.session.ApplicationId;
import io.understudy.session.BatchRequest;
import io.understudy.session.Diagnostics;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Order;
import io.understudy.session.RejectedRequest;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionState;
import io.understudy.session.SessionTag;
import io.understudy.session.Stamp;
import io.understudy.session.StateChange;
import io.understudy.session.Times;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A batch as Livy remembers it: who it is and which application it has, not what was asked for nor what became of it.
 *
 * @param id as Livy gave it
 * @param name as its client gave it
 * @param application empty if Livy had not heard of one yet
 * @param tag that Livy gave to its application in YARN
 * @param created when Livy first wrote it down, by ZooKeeper's clock
 */
record LivyBatch(
        SessionId id,
        Optional<String> name,
        Optional<ApplicationId> application,
        String tag,
        Optional<String> owner,
        Optional<String> proxyUser,
        Instant created) {

    static final String UNKNOWN =
            "Livy knew no application of this batch, and YARN shows none with Livy's tag; it is not repeated";

    private static final String ORIGIN = "livy";

    /** The same batch with an application that YARN shows under Livy's tag. */
    LivyBatch with(ApplicationId found) {
        return new LivyBatch(id, name, Optional.of(found), tag, owner, proxyUser, created);
    }

    /**
     * The batch as a session: followed by its application id, or ended if nobody knows one. Its request is what is left
     * of it: the name, and the tag that Livy had set in Spark's configuration.
     *
     * @param ours the tag of a session here; no application carries it
     * @param stamp when and by whom it is taken over
     */
    Session session(SessionTag ours, Stamp stamp) {
        Stamp begun = new Stamp(created, ORIGIN, stamp.epoch());
        Session requested = Session.requested(id, order(), ours, begun);
        return application
                .map(known -> new Session(
                        id,
                        requested.order(),
                        ours,
                        Optional.empty(),
                        Optional.of(Application.of(known)),
                        SessionState.STARTING,
                        Optional.empty(),
                        List.of(new StateChange(SessionState.STARTING, begun)),
                        Times.createdAt(created),
                        Diagnostics.NONE))
                .orElseGet(() -> requested.leftUntried(UNKNOWN, stamp));
    }

    private Order order() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("kind", BatchRequest.Kind.SPARK.label());
        fields.put("conf", Map.of("spark.yarn.tags", tag));
        name.ifPresent(text -> fields.put("name", text));
        try {
            IdempotencyKey key = new IdempotencyKey(Optional.empty(), ORIGIN + " batch " + id);
            return new Order(BatchRequest.read(fields), owner, proxyUser, ORIGIN, key);
        } catch (RejectedRequest e) {
            throw new IllegalStateException("texts have the right shape", e);
        }
    }
}
