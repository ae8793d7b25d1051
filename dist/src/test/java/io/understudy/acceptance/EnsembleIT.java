package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.testing.TestingEnsemble;
import io.understudy.local.LocalCluster;
import io.understudy.local.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ZooKeeper is an ensemble of three servers, and each of them is restarted while clients work. */
final class EnsembleIT {

    private static final int NODES = 3;
    private static final int ANSWERS_BETWEEN = 20;
    private static final double CLIENTS_PATIENCE = 30;

    private static TestingEnsemble ensemble;
    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        Path dir = Stage.folder("ensemble");
        Path jars = Stage.home().resolve("local-cluster/lib");
        LocalCluster yarn = LocalCluster.open(dir.resolve("servers"), jars);
        ensemble = TestingEnsemble.start(dir.resolve("ensemble"), yarn.yarnConfDir() + ":" + jars + "/*");
        stage = Stage.over(dir, ensemble, yarn, "ensemble", NODES, Map.of());
        yarn.start(Server.RESOURCE_MANAGER);
        yarn.start(Server.NODE_MANAGER);
        stage.startDaemons();
    }

    @AfterAll
    static void close() throws IOException {
        try {
            stage.close();
        } finally {
            ensemble.close();
        }
    }

    @Test
    void aRollingRestartOfZooKeeperFailsNoRequestAndChangesNoLeader() {
        String active = stage.active();
        long epoch = stage.epoch(active);
        List<Client> clients =
                stage.ids().stream().map(id -> Client.of(stage.client(id))).toList();
        int restarts = 0;
        try {
            for (int round = 0; round < Full.times(5); round++) {
                for (int server : leaderLast()) {
                    clients.forEach(client -> client.awaitAnswers(ANSWERS_BETWEEN));
                    restart(server, round);
                    restarts++;
                }
            }
            clients.forEach(client -> client.awaitAnswers(ANSWERS_BETWEEN));
        } finally {
            clients.forEach(Client::close);
        }

        assertThat(clients).flatExtracting(Client::failures).isEmpty();
        assertThat(stage.active()).isEqualTo(active);
        assertThat(stage.ids()).allSatisfy(id -> assertThat(stage.epoch(id)).isEqualTo(epoch));
        List<Integer> posted =
                clients.stream().flatMap(client -> client.batches().stream()).toList();
        assertThat(posted).doesNotHaveDuplicates();
        posted.forEach(id -> stage.batch(stage.client(active), id));
        double slowest = clients.stream().mapToDouble(Client::slowest).max().orElseThrow();
        Full.report("restart of a ZooKeeper server under load, slowest request", restarts, slowest, CLIENTS_PATIENCE);
    }

    /** In every other round with kill -9. */
    private static void restart(int server, int round) {
        if (round % 2 == 0) {
            ensemble.stop(server);
        } else {
            ensemble.kill(server);
        }
        ensemble.launch(server);
        ensemble.awaitServing();
    }

    private static List<Integer> leaderLast() {
        int leader = ensemble.leader();
        List<Integer> servers = new ArrayList<>(List.of(1, 2, 3));
        servers.remove(Integer.valueOf(leader));
        servers.add(leader);
        return servers;
    }
}
