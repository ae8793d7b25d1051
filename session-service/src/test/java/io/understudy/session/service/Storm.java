package io.understudy.session.service;

import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.Limits;
import io.understudy.session.RetentionRules;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SubmissionRules;
import io.understudy.session.testing.FakeApplication;
import io.understudy.session.testing.FakeCluster;
import io.understudy.session.testing.TestNode;
import io.understudy.session.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Nodes that die, stop and go on, a store and a YARN that answer late, twice or not at all, and clients that repeat
 * themselves until they have a clear answer. Everything is drawn from one seed.
 */
final class Storm {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private static final ServiceSettings SETTINGS = new ServiceSettings(
            Duration.ofSeconds(1),
            Duration.ofHours(24),
            RetentionRules.DEFAULT,
            new SubmissionRules(Duration.ofSeconds(40), Duration.ofMinutes(2), SubmissionRules.Doubt.FAIL),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            400,
            16,
            32,
            1 << 20,
            512,
            1,
            Limits.NONE);

    private final Random random;
    private final VirtualTime time = new VirtualTime();
    private final InMemoryStore store = new InMemoryStore(new StoreIdentity(World.STORE), time.clock());
    private final FakeCluster cluster = new FakeCluster(this::carry, time.clock());
    private final Ledger ledger = new Ledger(cluster);
    private final List<StormClient> clients = new ArrayList<>();
    private final Map<TestNode, StormSpark> sparks = new HashMap<>();
    private TestNode active;
    private boolean calm;
    private int terms;

    Storm(long seed) {
        random = new Random(seed);
        active = takeOffice();
        for (int i = 0; i < 5; i++) {
            clients.add(new StormClient("client" + i, this, random, ledger));
        }
        clients.forEach(StormClient::begin);
        every(Duration.ofSeconds(8), this::strikeNode);
        every(Duration.ofSeconds(2), this::strikeStore);
        every(Duration.ofSeconds(2), this::strikeSubmission);
        every(Duration.ofSeconds(25), this::strikeYarn);
        every(Duration.ofMillis(700), this::work);
        every(Duration.ofMillis(500), ledger::watch);
    }

    /** Storms for a while, then lets everything come to its end and looks at what is left. */
    void rage(Duration duration) {
        time.run(duration);
        calm = true;
        cluster.restart();
        clients.forEach(StormClient::stop);
        time.run(Duration.ofMinutes(4));
        kill(active);
        active = takeOffice();
        time.run(Duration.ofMinutes(3));
        cluster.applications().forEach(app -> {
            cluster.run(app.submission().application());
            cluster.finish(app.submission().application(), FinalStatus.SUCCEEDED, "");
        });
        time.run(Duration.ofMinutes(1));
        ledger.watch();
        ledger.finalCheck(sessions());
    }

    VirtualTime time() {
        return time;
    }

    BatchSessions sessionsOfTheActive() {
        return active.sessions();
    }

    private Map<SessionId, Session> sessions() {
        List<Sessions.Listing> listed = new ArrayList<>();
        active.sessions().list(0, Integer.MAX_VALUE, reply -> listed.add(reply.result()));
        time.run(Duration.ofSeconds(1));
        return ((Sessions.Page) listed.get(0))
                .views().stream().map(View::session).collect(Collectors.toMap(Session::id, Function.identity()));
    }

    private TestNode takeOffice() {
        terms++;
        Executor wire = time.wire(random, Duration.ofMillis(20));
        StormSpark spark = new StormSpark(time, random, cluster);
        TestNode node = new TestNode("n" + terms, time, store, cluster, spark, random, wire, SETTINGS);
        sparks.put(node, spark);
        return node;
    }

    /** The process ends, and what it had started with it. Mostly somebody sees that, and says so. */
    private void kill(TestNode node) {
        node.loop().kill();
        StormSpark spark = sparks.remove(node);
        if (spark != null) {
            spark.die();
            if (random.nextInt(4) > 0) {
                String incarnation = node.store().term().incarnation();
                time.after(Duration.ofMillis(random.nextInt(2_000)), () -> store.bury(incarnation, ""));
            }
        }
    }

    /** Most calls take moments, a few take minutes, and they overtake each other. */
    private void carry(Runnable message) {
        int longest = !calm && random.nextInt(50) == 0 ? 100_000 : 300;
        time.after(Duration.ofMillis(random.nextInt(longest)), message);
    }

    private void strikeNode() {
        TestNode old = active;
        switch (random.nextInt(4)) {
            case 0 -> {
                kill(old);
                active = takeOffice();
            }
            case 1 -> {
                old.loop().pause();
                time.after(SESSION_TIMEOUT, () -> active = takeOffice());
                time.after(Duration.ofSeconds(random.nextInt(60)), () -> comeBack(old));
            }
            case 2 ->
                old.sessions()
                        .deactivate(() -> time.after(Duration.ofMillis(10), () -> {
                            kill(old);
                            if (active == old) {
                                active = takeOffice();
                            }
                        }));
            default -> {
                old.setOpen(false);
                time.after(Duration.ofSeconds(random.nextInt(5)), () -> old.setOpen(true));
            }
        }
    }

    /** Who was stopped goes on where it was, until it notices. */
    private void comeBack(TestNode node) {
        node.loop().resume();
        if (node != active) {
            time.after(Duration.ofSeconds(10), () -> kill(node));
        }
    }

    private void strikeStore() {
        InMemoryFencedStore.Weather[] kinds = InMemoryFencedStore.Weather.values();
        active.store().forecast(kinds[random.nextInt(kinds.length)]);
    }

    private void strikeSubmission() {
        FakeCluster.Weather[] kinds = FakeCluster.Weather.values();
        cluster.forecast(kinds[random.nextInt(kinds.length)]);
    }

    private void strikeYarn() {
        cluster.goDown();
        time.after(Duration.ofSeconds(random.nextInt(30)), cluster::restart);
    }

    /** Applications run, end and step back. */
    private void work() {
        List<FakeApplication> alive = cluster.applications().stream()
                .filter(app -> !app.state().isFinal())
                .toList();
        if (alive.isEmpty()) {
            return;
        }
        FakeApplication app = alive.get(random.nextInt(alive.size()));
        var id = app.submission().application();
        switch (random.nextInt(6)) {
            case 0 -> cluster.finish(id, FinalStatus.SUCCEEDED, "exit code 0");
            case 1 -> cluster.finish(id, FinalStatus.FAILED, "exit code 1");
            case 2 -> {
                if (app.state() == YarnState.RUNNING) {
                    cluster.stepBack(id);
                }
            }
            default -> {
                cluster.run(id);
                ledger.ran(id);
            }
        }
    }

    private void every(Duration mean, Runnable strike) {
        long nanos = 1 + random.nextLong(2 * mean.toNanos());
        time.after(Duration.ofNanos(nanos), () -> {
            if (!calm) {
                strike.run();
                every(mean, strike);
            }
        });
    }
}
