package io.understudy.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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
 * waits where somebody wants it to.
 *
 * @param home the folder
 */
public record StandIn(Path home) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Makes it.
     *
     * @param dir where its folder is put
     * @param distribution where the ApplicationMaster lies, and what it needs to run
     * @param resourceManager whom it asks to run its applications
     * @param yarnConfDir configuration of that YARN
     */
    public static StandIn install(Path dir, Path distribution, URI resourceManager, Path yarnConfDir)
            throws IOException {
        StandIn standIn = at(dir);
        Path program = Files.createDirectories(standIn.home.resolve("bin")).resolve("spark-submit");
        try (InputStream script = StandIn.class.getResourceAsStream("spark-submit")) {
            String text = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(
                    program,
                    text.replace("@RESOURCE_MANAGER@", resourceManager.toString())
                            .replace("@CLASS_PATH@", classPath(distribution, yarnConfDir)));
        }
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return standIn;
    }

    /** The one of a folder, made or not. */
    public static StandIn at(Path dir) {
        return new StandIn(dir.resolve("stand-in"));
    }

    /** Settings of daemons for which it is put into this folder. */
    public static Map<String, String> settings(Path dir) {
        return Map.of("session.spark.home", at(dir).home.toString(), "session.file.local-dirs", dir.toString());
    }

    private static String classPath(Path distribution, Path yarnConfDir) throws IOException {
        try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
            Path master = jars.filter(jar -> jar.getFileName().toString().contains("application-master"))
                    .findFirst()
                    .orElseThrow();
            return master + ":" + yarnConfDir + ":"
                    + distribution.resolve("local-cluster").resolve("lib") + "/*";
        }
    }

    /**
     * A request for a batch whose application runs a shell script.
     *
     * @param point where the submission waits if it is to wait, as the script itself tells
     */
    public String request(String point, String script) {
        return JSON.createObjectNode()
                .put("file", home.resolve("app.jar").toString())
                .set("args", JSON.createArrayNode().add(point).add(script))
                .toString();
    }

    /** Runs wait at their point from now on. */
    public void hold() throws IOException {
        Files.createFile(home.resolve("hold"));
    }

    /** Whether a run has come to a point since this was last asked. */
    public boolean hasReached(String point) throws IOException {
        return Files.deleteIfExists(home.resolve("reached-" + point));
    }

    /** Runs wait no more. */
    public void letGo() throws IOException {
        Files.delete(home.resolve("hold"));
    }

    /** What runs have noted, in order: {@code begun 7 default}, {@code ended 7 default}. */
    public List<String> runs() throws IOException {
        return Files.readAllLines(home.resolve("runs"));
    }
}
