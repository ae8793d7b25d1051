package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.local.Server;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster goes on after its ZooKeeper was wiped: no id is given twice, no application is touched. */
final class AdoptIT {

    private Stage stage;

    @BeforeEach
    void open() throws IOException {
        stage = Stage.open("adopt", 2, Map.of("ha.hold.time", "2s"));
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    @Test
    void aWipedStoreIsAdoptedAndIdsGoOn() throws Exception {
        NodeClient client = stage.client(stage.active());
        int batch = 0;
        for (int i = 0; i < 3; i++) {
            batch = stage.post(client, "sleep 300");
        }
        stage.awaitState(client, batch, "running");
        Command.Result alive = haadmin("n1");
        assertThat(alive.exitCode()).as(alive.err()).isZero();
        assertThat(alive.out()).contains("nothing to adopt");

        stage.servers().kill(Server.ZOOKEEPER);
        wipe(stage.servers().yarnConfDir().resolveSibling("zookeeper"));
        stage.servers().start(Server.ZOOKEEPER);
        for (String node : stage.ids()) {
            await(node + " to name the command")
                    .atMost(Stage.LIMIT)
                    .until(() -> stage.reasons(node), reasons -> reasons.contains("haadmin adopt"));
        }
        stage.daemons().stop(stage.ids());
        for (String node : stage.ids()) {
            Command.Result adopted = haadmin(node);
            assertThat(adopted.exitCode()).as(adopted.out() + adopted.err()).isZero();
            assertThat(adopted.out()).contains("ids go on above");
        }
        stage.startDaemons();

        NodeClient again = stage.client(stage.others(stage.active()).get(0));
        assertThat(stage.post(again, "true")).isGreaterThan(batch);
        assertThat(stage.get(again, "/batches/" + batch).status()).isEqualTo(404);
        assertThat(stage.yarn().applications())
                .filteredOn(application -> application.path("state").asText().equals("KILLED"))
                .isEmpty();
    }

    private Command.Result haadmin(String node) throws Exception {
        return Command.run(
                Map.of("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString()),
                "haadmin",
                "--conf",
                stage.daemons().confDir(node).toString(),
                "adopt",
                "--yes");
    }

    private static void wipe(Path dir) throws IOException {
        assertThat(dir).isDirectory();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
