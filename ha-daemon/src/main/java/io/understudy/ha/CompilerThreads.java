package io.understudy.ha;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of this JVM that compile. A takeover runs much code for the first time, and on a busy host its compilation
 * takes the processor from the takeover itself (docs/benchmarks.md); so they give way to everything else. Through the
 * program {@code renice}: the JVM's own option needs root, or warns at each start.
 */
public final class CompilerThreads {

    private static final Logger LOG = LoggerFactory.getLogger(CompilerThreads.class);
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final String NICE = "10";

    private CompilerThreads() {}

    /** Lowers their priority, if the system lets it; threads that they start later have the same. Does not wait. */
    public static void giveWay() {
        try {
            List<String> command = new ArrayList<>(List.of("renice", "-n", NICE, "-p"));
            command.addAll(ids());
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            LOG.info("The JVM's compilers keep their priority: {}", e.getMessage());
        }
    }

    /** Their ids, as the system numbers threads. */
    static List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                if (compiles(thread)) {
                    ids.add(thread.getFileName().toString());
                }
            }
        }
        return ids;
    }

    /** By its name, of which the system keeps fifteen characters: proc(5). */
    private static boolean compiles(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).matches("(?s)C[12] CompilerThre.*");
        } catch (IOException e) {
            // It has ended meanwhile.
            return false;
        }
    }
}
