package io.understudy.bench;

import io.understudy.fencing.Term;
import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.BatchRequest;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Order;
import io.understudy.session.RejectedRequest;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionTag;
import io.understudy.session.Stamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Sessions as clients order them: a batch with ten entries of {@code conf}. */
final class Records {

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private static final long CLUSTER_START = 1_760_000_000_000L;

    private final Term term;
    private final Map<String, Object> fields;
    private final RandomGenerator random = new Random(1);

    Records(Term term) {
        this.term = term;
        Map<String, Object> conf = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            conf.put("spark.some.setting.number" + i, "a value " + i);
        }
        fields = Map.of(
                "file",
                "hdfs://nameservice1/apps/nightly/nightly-job-1.4.2.jar",
                "className",
                "com.example.nightly.Main",
                "args",
                List.of("--date", "2026-11-22"),
                "queue",
                "root.batch",
                "conf",
                conf);
    }

    /** A session that was just ordered. */
    Session session(int number) {
        return requested(number, fields);
    }

    /** A session whose application runs, with a name. */
    Session running(int number) {
        Map<String, Object> named = new HashMap<>(fields);
        named.put("name", name(number));
        ApplicationId application = new ApplicationId(CLUSTER_START, number + 1);
        return requested(number, named)
                .submitting(Optional.of(application), "6c1f4a52-7a5e-4c55-9a2a-0d6b1c7f2f10", stamp(number))
                .accepted(stamp(number))
                .observe(report(application, YarnState.RUNNING, FinalStatus.UNDEFINED), stamp(number));
    }

    /** A session that has ended well, with a name. */
    Session ended(int number) {
        ApplicationId application = new ApplicationId(CLUSTER_START, number + 1);
        return running(number).observe(report(application, YarnState.FINISHED, FinalStatus.SUCCEEDED), stamp(number));
    }

    /** The name of a session. */
    static String name(int number) {
        return "nightly-" + number;
    }

    private Session requested(int number, Map<String, Object> body) {
        SessionId id = new SessionId(number);
        IdempotencyKey key = new IdempotencyKey(Optional.of("alice"), new UUID(number, random.nextLong()).toString());
        return Session.requested(
                id,
                new Order(request(body), Optional.of("alice"), Optional.empty(), DIGEST, key),
                SessionTag.draw(term.store().brief(), id, random),
                stamp(number));
    }

    private static BatchRequest request(Map<String, Object> body) {
        try {
            return BatchRequest.read(body);
        } catch (RejectedRequest e) {
            throw new IllegalStateException("the sample is no request: " + e.reason(), e);
        }
    }

    private Stamp stamp(int number) {
        return new Stamp(Instant.ofEpochMilli(CLUSTER_START).plusSeconds(number), term.node(), term.epoch());
    }

    private static ApplicationReport report(ApplicationId application, YarnState state, FinalStatus status) {
        Instant begun = Instant.ofEpochMilli(CLUSTER_START);
        return new ApplicationReport(
                application,
                "nightly",
                Set.of(),
                state,
                status,
                Optional.empty(),
                Optional.of("http://resourcemanager.example.com:8088/proxy/" + application + "/"),
                List.of(new Driver("container_" + application + "_01_000001", "host17.example.com:8042", "alice")),
                begun,
                state.isFinal() ? Optional.of(begun.plusSeconds(60)) : Optional.empty());
    }
}
