package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients behind HAProxy, set up as the documentation has it, notice nothing but slower answers. */
final class HaproxyIT {

    private static final int CLIENTS = 4;
    private static final int ANSWERS_BETWEEN = 20;

    private static Stage stage;
    private static Haproxy haproxy;

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(
                Haproxy.program().isPresent(), "there is no haproxy on the PATH; on Debian: apt-get install haproxy");
        stage = Stage.open("haproxy", 3, Map.of());
        haproxy = Haproxy.open(stage);
    }

    @AfterAll
    static void close() throws IOException {
        if (haproxy != null) {
            haproxy.close();
        }
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void aPlannedSwitchoverFailsNoRequest() {
        int times = Full.times(5);
        List<Client> clients = clients();
        try {
            for (int i = 0; i < times; i++) {
                awaitAnswers(clients);
                String active = stage.active();
                long epoch = stage.epoch(active);
                assertThat(handOver(stage.client(active)).status()).isEqualTo(202);
                stage.activeAfter(epoch);
            }
            awaitAnswers(clients);
        } finally {
            clients.forEach(Client::close);
        }

        assertThat(clients).flatExtracting(Client::failures).isEmpty();
        everyBatchIsThere(clients);
        Full.report("planned switchover behind HAProxy, failed requests", times);
    }

    @Test
    void whenLauncherAndDaemonOfTheActiveAreKilledHaproxySaysNothingItself() throws IOException {
        int times = Full.times(3);
        List<Client> clients = clients();
        try {
            for (int i = 0; i < times; i++) {
                awaitAnswers(clients);
                String active = stage.active();
                long epoch = stage.epoch(active);
                stage.killWithLauncher(active);
                stage.activeAfter(epoch);
                awaitAnswers(clients);
                stage.daemons().start(List.of(active));
                stage.joined(active);
            }
        } finally {
            clients.forEach(Client::close);
        }

        assertThat(clients).flatExtracting(Client::failures).isEmpty();
        everyBatchIsThere(clients);
        Full.report("death of the active behind HAProxy, failed requests", times);
    }

    private static List<Client> clients() {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Client.of(haproxy.client()));
        }
        return clients;
    }

    private static void awaitAnswers(List<Client> clients) {
        clients.forEach(client -> client.awaitAnswers(ANSWERS_BETWEEN));
    }

    private static NodeClient.Answer handOver(NodeClient active) {
        try {
            return active.post("/ha/switchover", "{}", Map.of());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void everyBatchIsThere(List<Client> clients) {
        List<Integer> posted =
                clients.stream().flatMap(client -> client.batches().stream()).toList();
        assertThat(posted).isNotEmpty().doesNotHaveDuplicates();
        posted.forEach(id -> stage.batch(haproxy.client(), id));
    }
}
