package io.understudy.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.fencing.StorePaths;
import io.understudy.local.Server;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that somebody has spoilt by hand: they are set aside, and nothing else is lost. */
final class PoisonedRecordsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MEGABYTE = 1 << 20;
    private static final int BATCHES = 12;
    private static final Set<Integer> SPOILT = Set.of(0, 1, 2, 4, 5);

    private Stage stage;
    private ZooKeeper zooKeeper;

    @BeforeEach
    void open() throws IOException {
        stage = Stage.prepare("poisoned", 2, Map.of());
        stage.servers().setJavaOptions(Server.ZOOKEEPER, "-Djute.maxbuffer=" + 16 * MEGABYTE);
        stage.servers().start();
        stage.startDaemons();
        zooKeeper = stage.zooKeeper();
    }

    @AfterEach
    void close() throws Exception {
        zooKeeper.close();
        stage.close();
    }

    @Test
    void theyAreListedAndAnswer503AndNothingElseIsLost() throws Exception {
        String first = stage.active();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            ids.add(post(stage.client(first), "batch-" + i));
        }
        List<JsonNode> before = new ArrayList<>();
        ids.forEach(id -> before.add(stage.awaitState(stage.client(first), id, "running")));
        Map<String, Long> poisoned = poison(ids);

        long epoch = stage.epoch(first);
        stage.kill(first);
        String successor = stage.activeAfter(epoch);
        NodeClient client = stage.client(successor);

        for (int spoilt : SPOILT) {
            int id = ids.get(spoilt);
            NodeClient.Answer answer = stage.get(client, "/batches/" + id);
            assertThat(answer.status()).as("batch %d: %s", id, answer.body()).isEqualTo(503);
            assertThat(answer.json().path("msg").asText()).isNotEmpty();
            assertThat(client.delete("/batches/" + id, Map.of()).status()).isEqualTo(503);
        }
        for (int i = 0; i < BATCHES; i++) {
            if (SPOILT.contains(i)) {
                continue;
            }
            JsonNode now = stage.batch(client, ids.get(i));
            assertThat(now.path("appId")).isEqualTo(before.get(i).path("appId"));
            assertThat(now.path("state").asText()).isEqualTo("running");
        }
        assertThat(stage.get(client, "/batches/batch-7").json().path("id").asInt())
                .isEqualTo(ids.get(11));
        // Beside the batches: the two that no answer can hold, and the one behind them.
        assertThat(stage.get(client, "/batches?size=100").json().path("total").asInt())
                .isEqualTo(BATCHES + 3);
        assertThat(stage.batch(client, post(client, "after")).path("state").asText())
                .isEqualTo("starting");

        Command.Result check = Command.run(
                Map.of(), "haadmin", "--conf", stage.dir().resolve("conf").toString(), "check");
        assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(1);
        poisoned.keySet().forEach(path -> assertThat(check.out()).contains(path));
        for (Map.Entry<String, Long> record : poisoned.entrySet()) {
            assertThat(zooKeeper.exists(absolute(record.getKey()), false).getMzxid())
                    .as("the last write of " + record.getKey())
                    .isEqualTo(record.getValue());
        }
        assertThat(stage.yarn().applications())
                .hasSize(BATCHES + 1)
                .extracting(application -> application.path("state").asText())
                .doesNotContain("KILLED", "FAILED", "FINISHED");
    }

    /** Spoils some, and puts three more where a reading of many comes past. The last write of each that can be listed. */
    private Map<String, Long> poison(List<Integer> ids) throws Exception {
        Map<String, byte[]> poisoned = new HashMap<>();
        Map<String, Long> written = new HashMap<>();
        byte[] whole = read(ids.get(0));
        poisoned.put(home(ids.get(0)), Arrays.copyOf(whole, whole.length / 2));
        poisoned.put(home(ids.get(1)), padded(read(ids.get(1)), 2 * MEGABYTE));
        poisoned.put(home(ids.get(2)), replaced(ids.get(2), "\"format\":1", "\"format\":99"));
        poisoned.put(home(ids.get(4)), replaced(ids.get(4), "\"state\":", "\"status\":"));
        int shard = (ids.get(5) + 1) & (StorePaths.SHARDS - 1);
        String elsewhere = "sessions/%02x/%010d".formatted(shard, ids.get(5));
        byte[] moved = read(ids.get(5));
        zooKeeper.delete(absolute(home(ids.get(5))), -1);
        zooKeeper.create(absolute(elsewhere), moved, acl(), CreateMode.PERSISTENT);
        for (int i = 1; i <= 3; i++) {
            int large = ids.get(6) + i * StorePaths.SHARDS;
            byte[] data = padded(read(ids.get(6)), i == 3 ? 5 * MEGABYTE : 2 * MEGABYTE);
            zooKeeper.create(absolute(home(large)), data, acl(), CreateMode.PERSISTENT);
            written.put(home(large), zxid(home(large)));
        }
        // Two of one name are unusual, and nothing worse.
        zooKeeper.setData(absolute(home(ids.get(11))), replaced(ids.get(11), "batch-11", "batch-7"), -1);
        for (Map.Entry<String, byte[]> record : poisoned.entrySet()) {
            zooKeeper.setData(absolute(record.getKey()), record.getValue(), -1);
            written.put(record.getKey(), zxid(record.getKey()));
        }
        written.put(elsewhere, zxid(elsewhere));
        return written;
    }

    private long zxid(String path) throws KeeperException, InterruptedException {
        return zooKeeper.exists(absolute(path), false).getMzxid();
    }

    private static int post(NodeClient client, String name) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("kind", "command").put("name", name);
        body.putArray("command").add("sleep").add("300");
        NodeClient.Answer answer = client.post("/batches", body.toString(), Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asInt();
    }

    private byte[] read(int id) throws KeeperException, InterruptedException {
        return zooKeeper.getData(absolute(home(id)), false, null);
    }

    private byte[] replaced(int id, String what, String by) throws KeeperException, InterruptedException {
        return new String(read(id), UTF_8).replace(what, by).getBytes(UTF_8);
    }

    private static byte[] padded(byte[] record, int bytes) {
        return new String(record, UTF_8)
                .replaceFirst("\\{", "{\"padding\":\"" + "a".repeat(bytes) + "\",")
                .getBytes(UTF_8);
    }

    private List<org.apache.zookeeper.data.ACL> acl() throws KeeperException, InterruptedException {
        return zooKeeper.getACL(absolute("sessions"), null);
    }

    private static String home(int id) {
        return StorePaths.session(id);
    }

    private String absolute(String path) {
        return "/understudy/" + stage.cluster() + "/" + path;
    }
}
