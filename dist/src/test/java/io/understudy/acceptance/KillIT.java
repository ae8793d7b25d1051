package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.bench.load.Load;
import io.understudy.bench.load.LoadSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The active is killed again and again while clients create and read through all nodes: those of the survivors see
 * slow answers only, those of the killed one ask again elsewhere with their key, and every batch exists once.
 */
final class KillIT {

    private static final int KILLS = Full.times(20);
    private static final int BETWEEN = 10;
    private static final Duration SHORT_PAUSE = Duration.ofMillis(40);

    /** After many deletes of young batches a NodeManager stood still, all its containers in their localization. */
    private static final int NO_DELETES = Integer.MAX_VALUE;

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("kill", 3, Map.of());
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void everyAcknowledgedBatchExistsOnceAfterTheActiveWasKilled() throws Exception {
        Ledger ledger = new Ledger(stage);
        List<URI> nodes = stage.ids().stream().map(id -> stage.node(id).http()).toList();
        LoadSettings settings =
                new LoadSettings(8, SHORT_PAUSE, 100, NO_DELETES, Stage.body("true"), System.nanoTime());
        try (Load load = Load.start(nodes, settings)) {
            for (int i = 0; i < KILLS; i++) {
                Operations.await(load, BETWEEN);
                killTheActive(load);
            }
            Operations.await(load, BETWEEN);
            load.end();
            ledger.close(load, List.of());
            Full.report(
                    "kill -9 of the active under 8 clients, of "
                            + load.history().size() + " requests",
                    KILLS);
        }
        ledger.compareWithYarn();
        assertThat(StoreLog.of(stage).violations()).isEmpty();
    }

    private static void killTheActive(Load load) {
        String killed = stage.active();
        URI address = stage.node(killed).http();
        long epoch = stage.epoch(killed);
        int before = load.failures().size();
        stage.kill(killed);
        stage.activeAfter(epoch);
        Operations.await(load, BETWEEN);
        List<String> failures = new ArrayList<>(load.failures());
        assertThat(failures.subList(before, failures.size()))
                .allSatisfy(failure -> assertThat(failure).contains("through " + address));
        stage.joined(killed);
    }
}
