package io.understudy.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The Spark that {@code bin/spark-home} assembled, and the job of the examples. Tests never fetch it: {@code bin/test}
 * does.
 *
 * @param home its folder
 */
record Spark(Path home) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The one of this machine; the test is skipped where there is none. */
    static Spark assembled() throws Exception {
        Command.Result found = check();
        assumeTrue(found.exitCode() == 0, found.err().strip());
        return new Spark(Path.of(found.out().strip()));
    }

    /** What daemons need to run the job where there is a Spark, and nothing elsewhere. */
    static Map<String, String> settingsIfAssembled() throws Exception {
        return check().exitCode() == 0 ? assembled().settings() : Map.of();
    }

    private static Command.Result check() throws Exception {
        return Command.run(Map.of(), "spark-home", "--check");
    }

    /** What daemons need to run the job. */
    Map<String, String> settings() throws IOException {
        return Map.of(
                "session.spark.home",
                home.toString(),
                "session.file.local-dirs",
                examples().toString());
    }

    /** The jar with the job. */
    static Path job() throws IOException {
        return examples().resolve("spark-examples.jar");
    }

    private static Path examples() throws IOException {
        return Stage.home().toRealPath().resolve("examples");
    }

    /** The request that runs the job with these steps. */
    static String request(String... steps) throws IOException {
        ObjectNode request = JSON.createObjectNode()
                .put("file", job().toString())
                .put("className", "io.understudy.examples.SparkJob");
        request.set("args", JSON.valueToTree(List.of(steps)));
        return request.toString();
    }
}
