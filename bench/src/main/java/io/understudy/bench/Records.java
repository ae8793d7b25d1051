package io.understudy.bench;

import io.understudy.fencing.Term;
import io.understudy.session.BatchRequest;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Order;
import io.understudy.session.RejectedRequest;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionTag;
import io.understudy.session.Stamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Sessions as clients order them: a batch with ten entries of {@code conf}. */
final class Records {

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private final Term term;
    private final BatchRequest request;
    private final RandomGenerator random = new Random(1);

    Records(Term term) {
        this.term = term;
        Map<String, Object> conf = new LinkedHashMap<>();
        for (int i = 0; i < 10; i++) {
            conf.put("spark.some.setting.number" + i, "a value " + i);
        }
        try {
            request = BatchRequest.read(Map.of(
                    "file",
                    "hdfs://nameservice1/apps/nightly/nightly-job-1.4.2.jar",
                    "className",
                    "com.example.nightly.Main",
                    "args",
                    List.of("--date", "2026-11-22"),
                    "queue",
                    "root.batch",
                    "conf",
                    conf));
        } catch (RejectedRequest e) {
            throw new IllegalStateException("the sample is no request: " + e.reason(), e);
        }
    }

    /** A session that was just ordered. */
    Session session(int number) {
        SessionId id = new SessionId(number);
        IdempotencyKey key = new IdempotencyKey(Optional.of("alice"), "key-" + number);
        return Session.requested(
                id,
                new Order(request, Optional.of("alice"), Optional.empty(), DIGEST, key),
                SessionTag.draw(term.store().brief(), id, random),
                new Stamp(Instant.EPOCH.plusSeconds(number), term.node(), term.epoch()));
    }
}
