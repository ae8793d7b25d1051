package io.understudy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for the files of one benchmark, which goes with it. */
record TemporaryFolder(Path path) {

    /** A new one in {@code dir}, which is made if it is missing. */
    static TemporaryFolder in(Path dir, String prefix) throws IOException {
        Files.createDirectories(dir);
        return new TemporaryFolder(Files.createTempDirectory(dir, prefix));
    }

    void delete() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(path)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
