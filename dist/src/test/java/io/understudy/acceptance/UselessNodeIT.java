package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One node can never recover: it says so, gives the lock up, and the others serve. */
final class UselessNodeIT {

    private static final double BOUND_SECONDS = 15;

    private final Stage stage;
    private final FailingDaemons daemons;

    UselessNodeIT() throws IOException {
        stage = Stage.prepare("useless-node", 3, Map.of());
        daemons = new FailingDaemons(stage);
    }

    @AfterEach
    void close() throws IOException {
        daemons.close();
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"recovery fails, made to fail", "recovery hangs, read nothing for"})
    void anotherNodeServesBeforeAndAfterADeath(String point, String reason) throws Exception {
        stage.servers().start();
        String useless = stage.ids().get(0);
        Path armed = Files.writeString(stage.dir().resolve("armed"), point);
        daemons.start(useless, armed);
        awaitReason(useless, reason);

        Path never = stage.dir().resolve("never");
        for (String node : stage.others(useless)) {
            daemons.start(node, never);
        }
        stage.others(useless).forEach(stage::joined);
        double worst = 0;
        String active = stage.activeBut(useless);
        for (int death = 0; death < Full.times(5); death++) {
            daemons.process(active).destroyForcibly().waitFor();
            long died = System.nanoTime();
            String next = stage.activeBut(active);
            worst = Math.max(worst, (System.nanoTime() - died) / 1e9);
            assertThat(next).isNotEqualTo(useless);
            daemons.start(active, never);
            stage.joined(active);
            active = next;
        }
        Full.report("beside a node whose " + point, Full.times(5), worst, BOUND_SECONDS + sessionSeconds());
    }

    private void awaitReason(String node, String reason) {
        await(node + " says why it does not serve")
                .atMost(Stage.LIMIT)
                .until(() -> stage.status(node)
                        .map(status -> status.path("reasons").toString())
                        .filter(reasons -> reasons.contains(reason))
                        .isPresent());
    }

    /** Without a launcher the lock of the dead is held until its session ends. */
    private static double sessionSeconds() {
        return 6;
    }
}
