package io.understudy.session.testing;

import io.understudy.fencing.Epoch;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plain examples of the values that tests need. */
public final class Samples {

    /** When the samples begin. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** An application id of the first start of a ResourceManager. */
    public static final ApplicationId APPLICATION = new ApplicationId(1_700_000_000_000L, 1);

    /** A driver. */
    public static final Driver DRIVER = new Driver("container_1700000000000_0001_01_000001", "host1:8042", "alice");

    private Samples() {}

    /** A command. */
    public static BatchRequest command(String... command) {
        return request(Map.of("kind", "command", "command", List.of(command)));
    }

    /** A Spark batch. */
    public static BatchRequest spark() {
        return request(Map.of("file", "hdfs:/app.jar"));
    }

    /** A command with a name. */
    public static BatchRequest named(String name) {
        return request(Map.of("kind", "command", "command", List.of("sleep", "1"), "name", name));
    }

    /** Any request, by the fields of its body. */
    public static BatchRequest request(Map<String, ?> fields) {
        try {
            return BatchRequest.read(new LinkedHashMap<>(fields));
        } catch (RejectedRequest e) {
            throw new AssertionError(e.reason(), e);
        }
    }

    /** A key of nobody in particular. */
    public static IdempotencyKey key(String text) {
        return new IdempotencyKey(Optional.empty(), text);
    }

    /** An order; its digest is that of its request. */
    public static Order order(String key, BatchRequest request) {
        return new Order(request, Optional.empty(), Optional.empty(), "digest of " + request.fields(), key(key));
    }

    /** An order of a command. */
    public static Order order(String key) {
        return order(key, command("sleep", "1"));
    }

    /** Recorded by n1 in epoch 1, so many seconds after {@link #START}. */
    public static Stamp stamp(long second) {
        return new Stamp(START.plusSeconds(second), "n1", new Epoch(1));
    }

    /** A new session. */
    public static Session session(int id) {
        SessionId number = new SessionId(id);
        return Session.requested(number, order("key-" + id), new SessionTag("0123abcd", number, "random00"), stamp(0));
    }

    /** A session whose application is about to be submitted. */
    public static Session submitting(int id) {
        return session(id).submitting(Optional.of(APPLICATION), "incarnation-1", stamp(1));
    }

    /** A report of {@link #APPLICATION}, with nothing but its states. */
    public static ApplicationReport report(YarnState state, FinalStatus status) {
        return report(APPLICATION, state, status);
    }

    /** A report with nothing but its states. */
    public static ApplicationReport report(ApplicationId id, YarnState state, FinalStatus status) {
        return new ApplicationReport(
                id,
                "batch",
                Set.of(),
                state,
                status,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                START.plusSeconds(2),
                Optional.empty());
    }

    /** {@link #APPLICATION} runs, and YARN says where. */
    public static ApplicationReport report(Driver driver) {
        return new ApplicationReport(
                APPLICATION,
                "batch",
                Set.of(),
                YarnState.RUNNING,
                FinalStatus.UNDEFINED,
                Optional.empty(),
                Optional.empty(),
                List.of(driver),
                START.plusSeconds(2),
                Optional.empty());
    }
}
