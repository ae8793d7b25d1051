package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.local.daemons.Daemons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * From one release to the next, back, and forward again, node by node, as docs/operations.md says: two builds of different
 * version and format. A client that asks through nodes which stay up sees no error.
 */
final class UpgradeIT {

    private static Stage stage;
    private static Daemons next;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("upgrade", 3, Map.of());
        next = new Daemons(
                stage.dir(),
                NextBuild.in(stage.dir().resolve("next")),
                new Daemons.Backend(
                        stage.cluster(),
                        stage.servers().zookeeper(),
                        stage.servers().yarnConfDir(),
                        stage.servers().resourceManager(),
                        stage.servers().yarnConfDir().resolveSibling("staging")),
                Map.of());
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void nodeByNodeAndBackUntilItIsFinalized() throws Exception {
        String first = stage.active();
        int batch = stage.post(stage.client(first), "sleep 600");
        String application = stage.awaitState(stage.client(first), batch, "running")
                .path("appId")
                .asText();
        try (Asking client = new Asking(batch)) {
            for (String node :
                    List.of(stage.others(first).get(0), stage.others(first).get(1), first)) {
                replace(client, node, next);
                assertJoined(node, NextBuild.VERSION);
            }
            assertThat(formatOfTheStore()).isEqualTo(1);

            String back = stage.others(stage.active()).get(0);
            replace(client, back, stage.daemons());
            assertJoined(back, release());
            assertThat(haadmin("switchover", "--to", back, "--yes").exitCode()).isZero();
            assertThat(stage.active()).isEqualTo(back);
            stage.post(stage.client(stage.others(back).get(0)), "true");
            Command.Result tooEarly = haadmin("finalize", "--yes");
            assertThat(tooEarly.exitCode()).isEqualTo(1);
            assertThat(tooEarly.err()).contains(back);

            replace(client, back, next);
            assertJoined(back, NextBuild.VERSION);
            Command.Result finalized = haadmin("finalize", "--yes");
            assertThat(finalized.exitCode()).as(finalized.toString()).isZero();
            await("the newer format").atMost(Stage.LIMIT).until(() -> formatOfTheStore() == 2);
            stage.post(stage.client(back), "true");

            String late = stage.others(stage.active()).get(0);
            replace(client, late, stage.daemons());
            await("the older release to stay out")
                    .atMost(Stage.LIMIT)
                    .until(() -> stage.reasons(late), reasons -> reasons.contains("needs format 2"));
            replace(client, late, next);
            assertJoined(late, NextBuild.VERSION);
        }
        for (String node : stage.ids()) {
            assertThat(stage.batch(stage.client(node), batch).path("appId").asText())
                    .isEqualTo(application);
            assertThat(stage.batch(stage.client(node), batch).path("state").asText())
                    .isEqualTo("running");
        }
    }

    /** Stops a node and starts it from a build; the client asks another one meanwhile. */
    private static void replace(Asking client, String node, Daemons build) throws IOException {
        client.leave(node);
        stage.daemons().stop(List.of(node));
        build.start(List.of(node));
    }

    private static void assertJoined(String node, String version) {
        stage.joined(node);
        assertThat(stage.status(node).orElseThrow().path("version").asText()).isEqualTo(version);
        stage.post(stage.client(node), "true");
    }

    /** The version of the build under test. */
    private static String release() throws IOException {
        try (Stream<Path> jars = Files.list(Stage.home().resolve("lib"))) {
            return jars.map(jar -> jar.getFileName().toString())
                    .filter(jar -> jar.startsWith("understudy-fencing-"))
                    .map(jar -> jar.replaceAll("understudy-fencing-|\\.jar", ""))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int formatOfTheStore() {
        return stage.status(stage.active()).orElseThrow().path("storeFormat").asInt();
    }

    private static Command.Result haadmin(String... words) throws Exception {
        String[] all = new String[words.length + 2];
        all[0] = "--conf";
        all[1] = stage.dir().resolve("conf").toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return Command.run(Map.of(), "haadmin", all);
    }

    /** A client that asks for a batch again and again, through a node that stays up. Closing it says whether all went well. */
    private static final class Asking implements AutoCloseable {

        private final int batch;
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicInteger answers = new AtomicInteger();
        private final Thread thread = new Thread(this::ask, "asking");
        private volatile String door;
        private volatile boolean done;

        Asking(int batch) {
            this.batch = batch;
            door = stage.ids().get(0);
            thread.start();
        }

        /** Asks through another node than this from now on. */
        void leave(String node) {
            door = stage.others(node).get(0);
        }

        private void ask() {
            while (!done) {
                String node = door;
                try {
                    int status = stage.client(node).get("/batches/" + batch).status();
                    if (status != 200) {
                        failures.add(node + ": " + status);
                    }
                } catch (IOException broken) {
                    failures.add(node + ": " + broken);
                }
                answers.incrementAndGet();
            }
        }

        @Override
        public void close() {
            done = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThat(failures).as("failures among %s answers", answers).isEmpty();
        }
    }
}
