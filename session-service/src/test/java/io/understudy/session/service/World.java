package io.understudy.session.service;

import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.ApplicationId;
import io.understudy.session.ListFilter;
import io.understudy.session.Order;
import io.understudy.session.RetentionRules;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SubmissionLog;
import io.understudy.session.store.ZnodeSessions;
import io.understudy.session.testing.FakeApplication;
import io.understudy.session.testing.FakeCluster;
import io.understudy.session.testing.FakeSpark;
import io.understudy.session.testing.Samples;
import io.understudy.session.testing.TestNode;
import io.understudy.session.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One store, one cluster and one node at a time, in virtual time without delays: what a story needs. */
final class World {

    static final UUID STORE = UUID.fromString("0123abcd-0000-4000-8000-000000000000");

    final VirtualTime time = new VirtualTime();
    final Executor network = task -> time.after(Duration.ZERO, task);
    final InMemoryStore store = new InMemoryStore(new StoreIdentity(STORE), time.clock());
    final FakeCluster cluster;
    final FakeSpark spark;
    final ServiceSettings settings;
    TestNode node;

    World() {
        this(ServiceSettings.DEFAULT, Duration.ZERO);
    }

    /**
     * @param toYarn how long a call takes to YARN, and its answer back
     */
    World(ServiceSettings settings, Duration toYarn) {
        this.settings = settings;
        this.cluster = new FakeCluster(task -> time.after(toYarn, task), time.clock());
        this.spark = new FakeSpark(network, cluster);
        node = takeOffice("n1");
    }

    static ServiceSettings settings(Duration lostAfter, int maxCreating) {
        ServiceSettings usual = ServiceSettings.DEFAULT;
        return new ServiceSettings(
                usual.pollInterval(),
                lostAfter,
                usual.retention(),
                usual.submission(),
                usual.deleteWait(),
                usual.drainWait(),
                maxCreating,
                usual.parallelSubmissions(),
                usual.lookupsPerPoll(),
                usual.logCacheChars(),
                usual.defaultMemoryMb(),
                usual.defaultCores(),
                usual.limits());
    }

    /** With a question to YARN every ten seconds only: for tests in which days pass. */
    static ServiceSettings settings(RetentionRules retention) {
        ServiceSettings usual = ServiceSettings.DEFAULT;
        return new ServiceSettings(
                Duration.ofSeconds(10),
                usual.lostAfter(),
                retention,
                usual.submission(),
                usual.deleteWait(),
                usual.drainWait(),
                usual.maxCreating(),
                usual.parallelSubmissions(),
                usual.lookupsPerPoll(),
                usual.logCacheChars(),
                usual.defaultMemoryMb(),
                usual.defaultCores(),
                usual.limits());
    }

    /** Draws 0 as the point of all fingerprints: texts that end with the same character have the same one. */
    @SuppressWarnings("serial")
    private static final class Colliding extends Random {

        Colliding(long seed) {
            super(seed);
        }

        @Override
        public long nextLong(long bound) {
            return 0;
        }
    }

    /** A new process wins the next term; an old one, if it lives, does not know it yet. */
    TestNode takeOffice(String name) {
        node = new TestNode(name, time, store, cluster, spark, new Colliding(name.hashCode()), network, settings);
        pass(Duration.ofMillis(1));
        return node;
    }

    void pass(Duration duration) {
        time.run(duration);
    }

    /** Long enough for every answer and for two polls. */
    void settle() {
        pass(Duration.ofSeconds(3));
    }

    /** Leaves an output of a submission in the store. */
    void leaveOutput(SessionId id) {
        new ZnodeSessions(node.store(), node.loop())
                .saveLog(id, new SubmissionLog(1, true, "one\n"), OptionalInt.empty(), saving -> {});
        pass(Duration.ofMillis(1));
    }

    /** Whether the store has an output of a session's submission. */
    boolean hasOutput(SessionId id) {
        return store.read(StorePaths.log(id.number())).content().isPresent();
    }

    Answer<Sessions.Creation> create(Order order) {
        return asked(reply -> node.sessions().create(order, reply));
    }

    Session created(String key) {
        return created(Samples.order(key));
    }

    /** Makes a session that must be made. */
    Session created(Order order) {
        return created(create(order).result());
    }

    static Session created(Sessions.Creation creation) {
        if (creation instanceof Sessions.Created made) {
            return made.view().session();
        }
        throw new AssertionError("not created: " + creation);
    }

    Answer<Sessions.Removal> delete(String idOrName, String key) {
        return asked(reply -> node.sessions().delete(idOrName, Samples.key(key), session -> true, reply));
    }

    Sessions.Reading read(String idOrName) {
        return this.<Sessions.Reading>asked(reply -> node.sessions().get(idOrName, reply))
                .result();
    }

    View view(SessionId id) {
        if (read(id.toString()) instanceof Sessions.Found found) {
            return found.view();
        }
        throw new AssertionError("no session " + id);
    }

    Session session(SessionId id) {
        return view(id).session();
    }

    Sessions.Page list(int from, int size) {
        return list(ListFilter.NONE, from, size);
    }

    Sessions.Page list(ListFilter filter, int from, int size) {
        return (Sessions.Page)
                this.<Sessions.Listing>asked(reply -> node.sessions().list(filter, from, size, reply))
                        .result();
    }

    Answer<Sessions.LogReading> log(SessionId id, OptionalInt from, OptionalInt size) {
        return asked(reply -> node.sessions().log(id.toString(), from, size, session -> true, reply));
    }

    List<String> log(SessionId id) {
        return ((Sessions.Lines) log(id, OptionalInt.of(0), OptionalInt.of(-1)).result())
                .page()
                .lines();
    }

    ApplicationId application(SessionId id) {
        return session(id).applicationId().orElseThrow();
    }

    List<FakeApplication> applications() {
        return List.copyOf(cluster.applications());
    }

    /** Asks, and lets everything happen that needs no time. */
    <T> Answer<T> asked(Consumer<Consumer<Reply<T>>> question) {
        Answer<T> answer = new Answer<>();
        question.accept(answer.replies::add);
        pass(Duration.ofMillis(1));
        return answer;
    }

    /** What a client has heard so far. */
    static final class Answer<T> {

        private final List<Reply<T>> replies = new ArrayList<>();

        boolean isGiven() {
            return !replies.isEmpty();
        }

        T result() {
            return reply().result();
        }

        Reply<T> reply() {
            if (replies.size() != 1) {
                throw new AssertionError("answered " + replies.size() + " times: " + replies);
            }
            return replies.get(0);
        }
    }
}
