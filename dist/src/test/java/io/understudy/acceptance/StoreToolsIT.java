package io.understudy.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A store moved to another cluster id, and a Livy's batches taken over, with the operator's commands. */
final class StoreToolsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIVY_BATCHES = 10_000;
    private static final int LIVY_NEXT_ID = 12_345;

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("store-tools", 2, Map.of());
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void anExportUnderLoadServesElsewhereUnderTheSameIds() throws Exception {
        NodeClient client = stage.client(stage.active());
        int running = stage.post(client, "sleep 300");
        String application =
                stage.awaitState(client, running, "running").path("appId").asText();
        Set<Integer> posted = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> postAndDelete(posted, enough));
        Path file = stage.dir().resolve("export.jsonl");
        List<Integer> before;
        try {
            await("some load").atMost(Stage.LIMIT).until(() -> posted.size() > 20);
            before = List.copyOf(posted);
            Command.Result exported = haadmin(stage, "store", "export", file.toString());
            assertThat(exported.exitCode()).as(exported.err()).isZero();
        } finally {
            enough.set(true);
        }
        load.join();
        int highest = posted.stream().mapToInt(id -> id).max().orElseThrow();

        Stage moved = Stage.over(stage.dir().resolve("moved"), stage.servers(), "moved", 2, Map.of());
        assertThat(haadmin(moved, "store", "import", file.toString()).exitCode())
                .as("nobody is there to say yes")
                .isEqualTo(8);
        assertThat(haadmin(moved, "store", "verify").exitCode())
                .as("nothing was made")
                .isEqualTo(1);
        Command.Result imported = haadmin(moved, "store", "import", file.toString(), "--yes");
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        Command.Result verified = haadmin(moved, "store", "verify", "--format", "json");
        assertThat(verified.exitCode()).as(verified.out()).isZero();
        Command.Result again = haadmin(moved, "store", "import", file.toString(), "--yes");
        assertThat(again.exitCode()).as(again.err()).isEqualTo(1);
        assertThat(again.err()).contains("already").doesNotContain("Exception");

        try {
            moved.startDaemons();
            NodeClient other = moved.client(moved.others(moved.active()).get(0));
            assertThat(moved.batch(other, running).path("appId").asText()).isEqualTo(application);
            assertThat(moved.batch(other, running).path("state").asText()).isEqualTo("running");
            for (int id : before) {
                assertThat(moved.get(other, "/batches/" + id).status())
                        .as("batch " + id)
                        .isEqualTo(stage.get(client, "/batches/" + id).status());
            }
            assertThat(moved.post(other, "true")).isGreaterThan(highest);
            assertThat(haadmin(moved, "store", "verify").exitCode()).isZero();
            Command.Result inUse = haadmin(moved, "store", "import", file.toString(), "--yes");
            assertThat(inUse.exitCode()).isEqualTo(1);
            assertThat(inUse.err()).contains("in use").contains("members/n1");
        } finally {
            moved.daemons().stop(moved.ids());
        }
        assertThat(JSON.readTree(verified.out()).path("nextId").asInt())
                .isGreaterThan(before.stream().mapToInt(id -> id).max().orElseThrow());
    }

    /**
     * Posts through both nodes; every third batch has the one name, and is deleted before the next one takes it. YARN does
     * not have their queue: hundreds of containers would take the processor from everything else.
     */
    private static void postAndDelete(Set<Integer> posted, AtomicBoolean enough) {
        try {
            for (int i = 0; !enough.get() && i < 400; i++) {
                NodeClient client = stage.client(stage.ids().get(i % 2));
                boolean named = i % 3 == 0;
                String body = "{\"kind\":\"command\",\"command\":[\"true\"],\"queue\":\"no-such-queue\""
                        + (named ? ",\"name\":\"nightly\"}" : "}");
                NodeClient.Answer made = client.post("/batches", body, Map.of());
                assertThat(made.status()).as(made.body()).isEqualTo(201);
                posted.add(made.json().path("id").asInt());
                if (named) {
                    assertThat(client.delete("/batches/nightly", Map.of()).status())
                            .isEqualTo(200);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tenThousandBatchesOfALivyAnswerUnderTheirIds() throws Exception {
        NodeClient client = stage.client(stage.active());
        String application = stage.awaitState(client, stage.post(client, "sleep 300"), "running")
                .path("appId")
                .asText();
        Stage taken = Stage.over(stage.dir().resolve("taken"), stage.servers(), "taken", 2, Map.of());
        Stat before = writeLivy(application);

        Command.Result imported = haadmin(taken, "store", "import-livy", "--yes");
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).contains("10000 batches");
        assertThat(haadmin(taken, "store", "verify").exitCode()).isZero();
        try {
            taken.startDaemons();
            NodeClient other = taken.client(taken.others(taken.active()).get(0));
            JsonNode batch = taken.awaitState(other, 42, "running");
            assertThat(batch.path("appId").asText()).isEqualTo(application);
            assertThat(batch.path("owner").asText()).isEqualTo("alice");
            JsonNode last = taken.batch(other, LIVY_BATCHES - 1);
            assertThat(last.path("name").asText()).isEqualTo("livy-" + (LIVY_BATCHES - 1));
            assertThat(last.path("state").asText()).isEqualTo("starting");
            assertThat(taken.get(other, "/batches/livy-4711").json().path("id").asInt())
                    .isEqualTo(4711);
            assertThat(taken.get(other, "/batches?size=0").json().path("total").asInt())
                    .isEqualTo(LIVY_BATCHES);
            assertThat(taken.post(other, "true")).isGreaterThanOrEqualTo(LIVY_NEXT_ID);
        } finally {
            taken.daemons().stop(taken.ids());
        }
        assertThat(livy()).isEqualTo(before);
    }

    private static Stat writeLivy(String application) throws Exception {
        ZooKeeper zooKeeper = new ZooKeeper(stage.servers().zookeeper(), 10_000, event -> {});
        try {
            for (String path : List.of("/livy", "/livy/v1", "/livy/v1/batch")) {
                zooKeeper.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
            byte[] state = ("{\"nextSessionId\":" + LIVY_NEXT_ID + "}").getBytes(UTF_8);
            zooKeeper.create("/livy/v1/batch/state", state, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            for (int from = 0; from < LIVY_BATCHES; from += 1000) {
                List<Op> ops = new ArrayList<>();
                for (int id = from; id < from + 1000; id++) {
                    String appId = id == 42 ? application : "application_1600000000000_" + (id + 1);
                    byte[] data = """
                            {"id":%d,"name":"livy-%d","appId":"%s","appTag":"livy-batch-%d-Ab3dEf1h","owner":"alice","proxyUser":null,"version":1}""".formatted(id, id, appId, id).getBytes(UTF_8);
                    ops.add(Op.create("/livy/v1/batch/" + id, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
                }
                zooKeeper.multi(ops);
            }
        } finally {
            zooKeeper.close();
        }
        return livy();
    }

    private static Stat livy() throws Exception {
        ZooKeeper zooKeeper = new ZooKeeper(stage.servers().zookeeper(), 10_000, event -> {});
        try {
            return zooKeeper.exists("/livy/v1/batch", false);
        } finally {
            zooKeeper.close();
        }
    }

    /** The operator's command with the configuration of a cluster's first node. */
    private static Command.Result haadmin(Stage cluster, String... args) throws Exception {
        List<String> line = new ArrayList<>(
                List.of("--conf", cluster.daemons().confDir("n1").toString()));
        line.addAll(List.of(args));
        return Command.run(
                Map.of("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString()),
                "haadmin",
                line.toArray(String[]::new));
    }
}
