package io.understudy.local.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Spark of a quickstart's cluster. */
final class SparkSetupTest {

    private static final Path SPARK = Path.of("/opt/spark");

    @TempDir
    private Path dir;

    @Test
    void aDirectoryRemembersItsSpark() throws IOException {
        assertThat(SparkSetup.load(dir, dir)).isEmpty();

        SparkSetup saved = SparkSetup.save(dir, SPARK, dir);

        assertThat(SparkSetup.load(dir, dir)).contains(saved);
        assertThat(saved.home()).isEqualTo(SPARK);
    }

    @Test
    void batchesMayNameFilesOfTheClusterAndOfTheExamples() throws IOException {
        Path distribution = Files.createDirectory(dir.resolve("distribution"));
        Path cluster = Files.createDirectory(dir.resolve("cluster"));
        SparkSetup spark = SparkSetup.save(cluster, SPARK, distribution);

        assertThat(spark.settings(cluster))
                .containsEntry("session.spark.home", "/opt/spark")
                .containsEntry(
                        "session.file.local-dirs",
                        cluster.toRealPath() + "," + distribution.toRealPath().resolve("examples"));
        assertThat(spark.request("count", "10"))
                .contains("\"file\":\"" + distribution.toRealPath() + "/examples/")
                .endsWith("\"args\":[\"count\",\"10\"]}");
    }

    @Test
    void theScriptTellsWhereSparkIs() {
        assertThat(Options.parse(List.of("up", "--spark", "--spark-home", "/opt/spark"))
                        .sparkHome())
                .contains(SPARK);
        assertThat(Options.parse(List.of("up")).sparkHome()).isEmpty();
    }
}
