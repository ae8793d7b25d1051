package io.understudy.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file for which the scripts of batches wait: they outlast whatever a test does to the cluster, and end when it says so.
 *
 * @param file not there yet
 */
record Whistle(Path file) {

    static Whistle in(Stage stage) throws IOException {
        return new Whistle(Files.createTempDirectory(stage.dir(), "whistle-").resolve("blown"));
    }

    /** A script that waits for it. */
    String script() {
        return "until [ -e " + file + " ]; do sleep 0.5; done";
    }

    void blow() throws IOException {
        Files.createFile(file);
    }
}
