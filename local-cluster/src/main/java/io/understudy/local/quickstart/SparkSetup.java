package io.understudy.local.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The Spark of a quickstart's cluster. The cluster's directory remembers it, so that every later command knows.
 *
 * @param home {@code SPARK_HOME}
 * @param examples the folder with the example job
 */
record SparkSetup(Path home, Path examples) {

    private static final String FILE = "spark-home";

    /** What the directory remembers; empty for a cluster without Spark. */
    static Optional<SparkSetup> load(Path dir, Path distribution) throws IOException {
        Path file = dir.resolve(FILE);
        return Files.exists(file)
                ? Optional.of(new SparkSetup(Path.of(Files.readString(file).strip()), examplesOf(distribution)))
                : Optional.empty();
    }

    /** The Spark in {@code home}, remembered by the directory from now on. */
    static SparkSetup save(Path dir, Path home, Path distribution) throws IOException {
        Files.writeString(dir.resolve(FILE), home + "\n");
        return new SparkSetup(home, examplesOf(distribution));
    }

    private static Path examplesOf(Path distribution) throws IOException {
        return distribution.toRealPath().resolve("examples");
    }

    /** What the daemons' configuration says of it; batches may name files below {@code dir} and of the examples. */
    Map<String, String> settings(Path dir) throws IOException {
        return Map.of(
                "session.spark.home", home.toString(), "session.file.local-dirs", dir.toRealPath() + "," + examples);
    }

    /** The body of a request that runs the example. */
    String request(String... args) {
        return "{\"file\":\"" + examples.resolve("spark-examples.jar")
                + "\",\"className\":\"io.understudy.examples.SparkJob\",\"args\":[\"" + String.join("\",\"", args)
                + "\"]}";
    }
}
