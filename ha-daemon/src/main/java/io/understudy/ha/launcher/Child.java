package io.understudy.ha.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The daemon as the launcher's child, in a session and process group of its own. Its standard input is the cord that
 * ties them: it ends when the launcher is gone, however that died. What the daemon has to say to its launcher comes
 * line by line on its standard output; its log goes to standard error, which is the launcher's own.
 */
final class Child {

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param lines told each line of its standard output, on a thread of its own
     */
    static Child start(List<String> command, Consumer<String> lines) throws IOException {
        List<String> own = new ArrayList<>(List.of("setsid"));
        own.addAll(command);
        Process process = new ProcessBuilder(own)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread reader = new Thread(() -> read(process, lines), "daemon-lines");
        reader.setDaemon(true);
        reader.start();
        return new Child(process);
    }

    private static void read(Process process, Consumer<String> lines) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines);
        } catch (IOException | UncheckedIOException ended) {
            // The daemon is gone: nothing more to read.
        }
    }

    long pid() {
        return process.pid();
    }

    /** Waits for its end and ends what it left behind in its process group; its exit code. */
    int await() throws InterruptedException {
        int exitCode = process.waitFor();
        killGroup();
        return exitCode;
    }

    /** Waits for its end, at most {@code seconds}. */
    boolean await(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    /** SIGTERM. Not through the process itself: that would cut the cord as well. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL for the whole process group. */
    void killGroup() {
        try {
            new ProcessBuilder("sh", "-c", "kill -9 -- -" + process.pid() + " 2>/dev/null")
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
