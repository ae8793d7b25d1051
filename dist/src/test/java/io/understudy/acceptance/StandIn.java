package io.understudy.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A folder that looks like Spark's, with a script for spark-submit that submits a small application of ours: quick, and it
 * waits where a test wants it to.
 *
 * @param home the folder
 */
record StandIn(Path home) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes it in the folder of a stage that is prepared and not yet started. */
    static StandIn in(Stage stage) throws IOException {
        StandIn standIn = at(stage.dir());
        Path program = Files.createDirectories(standIn.home.resolve("bin")).resolve("spark-submit");
        try (InputStream script = StandIn.class.getResourceAsStream("spark-submit")) {
            String text = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    program,
                    text.replace(
                                    "@RESOURCE_MANAGER@",
                                    stage.servers().resourceManager().toString())
                            .replace("@CLASS_PATH@", classPath(stage)));
        }
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return standIn;
    }

    private static StandIn at(Path dir) {
        return new StandIn(dir.resolve("stand-in"));
    }

    /** Settings of daemons whose stage has this folder. */
    static Map<String, String> settings(Path dir) {
        return Map.of("session.spark.home", at(dir).home.toString(), "session.file.local-dirs", dir.toString());
    }

    private static String classPath(Stage stage) throws IOException {
        try (Stream<Path> jars = Files.list(Stage.home().resolve("lib"))) {
            Path master = jars.filter(jar -> jar.getFileName().toString().contains("application-master"))
                    .findFirst()
                    .orElseThrow();
            return master + ":" + stage.servers().yarnConfDir() + ":"
                    + Stage.home().resolve("local-cluster").resolve("lib") + "/*";
        }
    }

    /** A request for a batch whose application runs a shell script. */
    String request(String point, String script) {
        return with(JSON.createObjectNode(), point, script).toString();
    }

    /** The same in a queue of YARN's. */
    String request(String queue, String point, String script) {
        return with(JSON.createObjectNode().put("queue", queue), point, script).toString();
    }

    private ObjectNode with(ObjectNode request, String point, String script) {
        return request.put("file", home.resolve("app.jar").toString())
                .set("args", JSON.createArrayNode().add(point).add(script));
    }

    /** Runs wait at their point from now on. */
    void hold() throws IOException {
        Files.createFile(home.resolve("hold"));
    }

    /** Waits until a run has come to a point. */
    void awaitReached(String point) {
        await("spark-submit to be at '" + point + "'")
                .atMost(Stage.LIMIT)
                .until(() -> Files.deleteIfExists(home.resolve("reached-" + point)));
    }

    /** Runs wait no more. */
    void letGo() throws IOException {
        Files.delete(home.resolve("hold"));
    }

    /** What runs have noted, in order: {@code begun 7 default}, {@code ended 7 default}. */
    List<String> runs() throws IOException {
        return Files.readAllLines(home.resolve("runs"));
    }
}
