package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.bench.history.Call;
import io.understudy.bench.history.Operation;
import io.understudy.bench.history.Outcome;
import io.understudy.bench.load.Load;
import io.understudy.bench.load.LoadSettings;
import io.understudy.fencing.testing.FaultProxy;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.local.daemons.ClusterFile;
import io.understudy.local.daemons.Daemons.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Launcher and daemon are stopped in each role for three session timeouts, with the answer that the role waits for on its
 * way, while clients work through all nodes. When they go on, that answer is the first that they hear, or nearly so.
 */
final class RolePauseIT {

    private static final int ROUNDS = Full.times(3);
    private static final int BETWEEN = 5;
    private static final int QUESTIONS = 300;
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(Full.ON ? 6 : 2);

    /** Session timeout, one and a half ticks of 500 ms, and 2 s. */
    private static final double BOUND = SESSION_TIMEOUT.toMillis() / 1000.0 + 0.75 + 2;

    private static final Map<String, FaultProxy> PROXIES = new TreeMap<>();

    private static Stage stage;
    private static Ledger ledger;
    private static int roundsJudged;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open(
                "role-pause",
                3,
                Map.of("ha.zookeeper.session-timeout.ms", Long.toString(SESSION_TIMEOUT.toMillis())),
                RolePauseIT::behindProxies);
        ledger = new Ledger(stage);
    }

    private static Map<String, Place> behindProxies(String zooKeeper) {
        int port = Integer.parseInt(zooKeeper.substring(zooKeeper.lastIndexOf(':') + 1));
        Map<String, Place> places = new TreeMap<>();
        for (String id : List.of("n1", "n2", "n3")) {
            FaultProxy proxy = new FaultProxy(port);
            PROXIES.put(id, proxy);
            places.put(id, new Place("127.0.0.1", List.of(), Map.of("ha.zookeeper.quorum", proxy.connectString())));
        }
        return places;
    }

    @AfterAll
    static void close() throws IOException {
        try {
            // A round that failed has left the ledger open.
            if (roundsJudged == traps().size() * ROUNDS) {
                ledger.compareWithYarn();
            }
        } finally {
            stage.close();
            PROXIES.values().forEach(FaultProxy::close);
        }
    }

    /** The second way to be caught fencing is for full runs. */
    static List<Trap> traps() {
        return Stream.of(Trap.values())
                .filter(trap -> Full.ON || trap != Trap.FENCING_BEFORE_THE_EPOCH)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("traps")
    void aNodeThatWasPausedDoesNoHarm(Trap trap) throws Exception {
        double worst = 0;
        for (int i = 0; i < ROUNDS; i++) {
            worst = Math.max(worst, new Round(trap, i % 2 == 1).play());
        }
        Full.report("SIGSTOP of launcher and daemon, " + trap + ", until another serves", ROUNDS, worst, BOUND);
    }

    /** One node, caught once. */
    private static final class Round {

        private final Trap trap;
        private final boolean wakesFirst;
        private final String victim;
        private final List<String> others;
        private final ClusterFile.Node process;
        private final FaultProxy proxy;

        /** @param wakesFirst whether it goes on before what was withheld comes, or finds it in its socket */
        Round(Trap trap, boolean wakesFirst) {
            this.trap = trap;
            this.wakesFirst = wakesFirst;
            stage.ids().forEach(stage::joined);
            this.victim = trap.victim(stage);
            this.others = stage.others(victim);
            this.process = stage.node(victim);
            this.proxy = Optional.ofNullable(PROXIES.get(victim)).orElseThrow();
        }

        /** Seconds from the pause until another node served. */
        double play() throws Exception {
            ExecutorService threads = Executors.newCachedThreadPool();
            try (Witness witness = Witness.of(stage);
                    Load load = load(3, others);
                    Load unlucky = load(1, List.of(victim));
                    LateQuestions questions = new LateQuestions(process.http(), QUESTIONS)) {
                Operations.await(load, BETWEEN);
                Operations.await(unlucky, BETWEEN);
                lure();
                long logged = Files.size(process.log());
                long since = System.nanoTime();
                stage.signal(victim, "STOP");
                String successor = stage.activeBut(victim);
                double seconds = (System.nanoTime() - since) / 1e9;
                Operations.await(load, BETWEEN);

                long epoch = stage.epoch(successor);
                List<CompletableFuture<?>> late = askTheVictim(witness, load, unlucky, successor, threads);
                questions.ask(ids(load));
                Stage.faultLasts(SESSION_TIMEOUT.multipliedBy(3).minusNanos(System.nanoTime() - since));
                wake();
                questions.assertAnsweredOfTerm(epoch);
                CompletableFuture.allOf(late.toArray(CompletableFuture[]::new)).join();
                allAreWell();
                assertThat(firstRoleLeft(logged))
                        .as("role in which %s was", victim)
                        .isEqualTo(trap.inTheLog());
                assertThat(stage.node(victim).pid()).as("the same process").isEqualTo(process.pid());
                Operations.await(load, BETWEEN);
                Operations.await(unlucky, BETWEEN);
                load.end();
                unlucky.end();
                assertThat(load.failures()).isEmpty();
                ledger.close(load, List.of(unlucky));
                StoreLog log = StoreLog.of(stage);
                assertThat(log.violations()).isEmpty();
                assertThat(witness.heard()).isPositive();
                assertThat(witness.falseClaims(log)).isEmpty();
                roundsJudged++;
                return seconds;
            } finally {
                proxy.release();
                stage.signal(victim, "CONT");
                threads.shutdownNow();
            }
        }

        /** Returns when the node is in its role and waits for what it does not get. */
        private void lure() {
            if (trap.withholds()) {
                proxy.withhold(trap.bait(StoreLayout.of(stage.cluster())));
                trap.spring(stage, victim);
                proxy.awaitWithheld();
            }
            // The status tells of a lease that is over before the node has noticed; its log does not.
            await(victim + " to be " + trap.role())
                    .atMost(Stage.LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> stage.status(victim)
                                    .orElseThrow()
                                    .path("role")
                                    .asText()
                                    .equals(trap.role())
                            && lastRole().equals(trap.inTheLog()));
        }

        private void wake() throws IOException, InterruptedException {
            if (!wakesFirst) {
                proxy.release();
            }
            stage.signal(victim, "CONT");
            proxy.release();
        }

        /** Questions that lie in its sockets until it goes on; for all of them there is news that it cannot know. */
        private List<CompletableFuture<?>> askTheVictim(
                Witness witness, Load load, Load unlucky, String successor, ExecutorService threads) {
            URI door = stage.node(successor).http();
            List<Long> ids = ids(load);
            List<Long> deleted = ids.subList(0, ids.size() / 2);
            deleted.forEach(id -> load.ask(new Call.Delete(id, key()), door));
            load.ask(new Call.Create(key()), door);
            List<Call> calls = new ArrayList<>();
            ids(load).forEach(id -> calls.add(new Call.Get(id)));
            ids.subList(ids.size() / 2, ids.size()).stream()
                    .limit(2)
                    .forEach(id -> calls.add(new Call.Delete(id, key())));
            IntStream.range(0, 4).forEach(i -> calls.add(new Call.Create(key())));
            List<CompletableFuture<?>> late = new ArrayList<>();
            IntStream.range(0, 4).forEach(i -> late.add(witness.ask(victim)));
            calls.forEach(call ->
                    late.add(CompletableFuture.supplyAsync(() -> unlucky.ask(call, process.http()), threads)));
            return late;
        }

        private static String key() {
            return UUID.randomUUID().toString();
        }

        /** Some batches of which clients know that they exist or existed, not more than lie in sockets with ease. */
        private static List<Long> ids(Load load) {
            Set<Long> ids = new TreeSet<>();
            for (Operation operation : load.history()) {
                if (operation.outcome() instanceof Outcome.Exists exists) {
                    ids.add(exists.id());
                }
            }
            return ids.stream().skip(Math.max(0, ids.size() - 12)).toList();
        }

        private static void allAreWell() {
            await("three nodes that are well").atMost(Stage.LIMIT).untilAsserted(() -> {
                for (String id : stage.ids()) {
                    assertThat(stage.get(stage.client(id), "/ha/health").status())
                            .as(id + ": " + stage.status(id))
                            .isEqualTo(200);
                }
            });
        }

        private String lastRole() throws IOException {
            String role = "";
            for (Matcher change = changes(); change.find(); ) {
                role = change.group("to");
            }
            return role;
        }

        /** The role out of which the node went first; if it went out of none, the one that it has. */
        private String firstRoleLeft(long logged) throws IOException {
            for (Matcher change = changes(); change.find(); ) {
                if (change.start() >= logged) {
                    return change.group("from");
                }
            }
            return lastRole();
        }

        private Matcher changes() throws IOException {
            return Pattern.compile(victim + ": (?<from>\\w+) -> (?!\\k<from> )(?<to>\\w+)")
                    .matcher(Files.readString(process.log(), StandardCharsets.ISO_8859_1));
        }
    }

    private static Load load(int clients, List<String> nodes) {
        List<URI> doors = nodes.stream().map(id -> stage.node(id).http()).toList();
        return Load.start(
                doors,
                new LoadSettings(clients, Duration.ofMillis(40), 150, 150, Stage.body("true"), System.nanoTime()));
    }
}
