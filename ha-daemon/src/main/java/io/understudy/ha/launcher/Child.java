package io.understudy.ha.launcher;

import io.understudy.ha.custody.CordWords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The daemon as the launcher's child, in a session and process group of its own. Its standard input is the cord that
 * ties them: it ends when the launcher is gone, however that died. What the two have to say to each other
 * ({@link CordWords}) goes line by line over it and over the daemon's standard output; the daemon's log goes to standard
 * error, which is the launcher's own.
 */
final class Child {

    private final Process process;
    private final PrintStream cord;

    private Child(Process process) {
        this.process = process;
        this.cord = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts it. */
    static Child start(List<String> command) throws IOException {
        List<String> own = new ArrayList<>(List.of("setsid"));
        own.addAll(command);
        return new Child(new ProcessBuilder(own)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Hears each line of its standard output from now on, on a thread of its own. */
    void listen(Consumer<String> lines) {
        Thread reader = new Thread(() -> read(lines), "daemon-lines");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<String> lines) {
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

    /** It, and what it started and did not put into groups of their own. */
    ProcessGroup group() {
        return new ProcessGroup(process.pid());
    }

    /** Tells it a line, if it still listens. */
    void tell(String line) {
        cord.println(line);
    }

    /** Waits for its end, at most {@code limit}; whether it has ended. */
    boolean await(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Of a child that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** SIGTERM. Not through the process itself: that would cut the cord as well. */
    void terminate() {
        process.toHandle().destroy();
    }
}
