package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.local.Server;
import io.understudy.session.testing.Hostile;
import io.understudy.session.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever a client sends, to the active or through a standby: 4xx with a message or, if it makes sense after all, what it
 * asked for; never 500. What was refused leaves no trace in ZooKeeper.
 */
final class HostileClientIT {

    private static final int MUTATIONS = 5_000;
    private static final int NO_SESSIONS_HERE = 501;
    private static final byte[] NOTHING = {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Stage stage;
    private static ZooKeeper zooKeeper;
    private static int turn;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("hostile", 2, Map.of());
        // What is accepted after all waits in YARN: nothing that a mutation came up with runs.
        stage.servers().kill(Server.NODE_MANAGER);
        zooKeeper = stage.zooKeeper();
    }

    @AfterAll
    static void close() throws Exception {
        zooKeeper.close();
        stage.close();
    }

    @Test
    void nothingIsLeftOfWhatWasRefused() throws Exception {
        Map<String, Long> before = store();
        everyPathWithEveryMethod();
        assertThat(store()).isEqualTo(before);

        Set<String> accepted = new TreeSet<>();
        for (byte[] body : Hostile.fields()) {
            post("a field", body, accepted);
        }
        for (long seed = 0; seed < MUTATIONS; seed++) {
            post("seed " + seed, Hostile.mutation(seed), accepted);
        }
        assertThat(accepted).as("some are still valid, most are not").hasSizeBetween(MUTATIONS / 50, MUTATIONS / 2);

        Map<String, Long> after = store();
        assertThat(after).containsAllEntriesOf(before);
        after.keySet().removeAll(before.keySet());
        assertThat(after.keySet()).isEqualTo(accepted);
    }

    private static void everyPathWithEveryMethod() throws IOException {
        for (String target : Hostile.targets()) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "WHAT")) {
                String what = method + " " + target;
                RawHttp.Answer answer = next().send(method, target, Map.of(), NOTHING);
                assertThat(answer.status()).as(what).matches(status -> status < 500 || status == NO_SESSIONS_HERE);
                if (answer.status() >= 400 && !method.equals("HEAD")) {
                    assertMessage(what, answer);
                }
            }
        }
    }

    private static void post(String what, byte[] body, Set<String> accepted) throws IOException {
        String request = what + ": " + new String(body, 0, Math.min(300, body.length), StandardCharsets.UTF_8);
        RawHttp.Answer answer = next().send("POST", "/batches", Map.of(), body);
        if (answer.status() == 201) {
            int id = JSON.readTree(answer.body()).path("id").asInt();
            assertThat(accepted.add("/sessions/%02x/%010d".formatted(id & 0xff, id)))
                    .as(request)
                    .isTrue();
        } else {
            assertThat(answer.status()).as(request).isBetween(400, 499);
            assertMessage(request, answer);
        }
    }

    private static void assertMessage(String what, RawHttp.Answer answer) throws IOException {
        JsonNode message = JSON.readTree(answer.body());
        assertThat(message.path("msg").asText()).as(what).isNotBlank();
        assertThat(message.size()).as(what).isEqualTo(1);
    }

    /** The nodes in turn: one of them is the active, the other forwards. */
    private static RawHttp next() {
        turn++;
        return new RawHttp(stage.node(turn % 2 == 0 ? "n1" : "n2").http().getPort());
    }

    /** What holds sessions: each znode's path below the cluster's, with the transaction that wrote it last. */
    private static Map<String, Long> store() throws Exception {
        Map<String, Long> store = new TreeMap<>();
        for (String part : List.of("sessions", "logs", "next-id", "epoch", "graves")) {
            String root = "/understudy/" + stage.cluster();
            for (String path : ZKUtil.listSubTreeBFS(zooKeeper, root + "/" + part)) {
                Stat stat = zooKeeper.exists(path, false);
                store.put(path.substring(root.length()), stat.getMzxid());
            }
        }
        return store;
    }
}
