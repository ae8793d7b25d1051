package io.understudy.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One running server: a JVM in a session of its own, which outlives the program that started it. */
final class ServerProcess {

    private final ProcessHandle handle;

    private ServerProcess(ProcessHandle handle) {
        this.handle = handle;
    }

    /**
     * Starts a server detached.
     *
     * @param log takes both streams; appended to
     * @param environment added to this program's own
     */
    static ServerProcess start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(detached)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start().toHandle());
    }

    /**
     * The process with this id, if it lives and its command line has this mark. Ids are used again by the system: the
     * mark tells ours from a stranger's.
     */
    static Optional<ServerProcess> find(long pid, String mark) {
        return ProcessHandle.of(pid)
                .filter(handle -> commandLine(pid).contains(mark))
                .map(ServerProcess::new);
    }

    /** The command line of a process with spaces between the arguments; empty if it is gone or a zombie. */
    static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    long pid() {
        return handle.pid();
    }

    boolean isAlive() {
        return handle.isAlive();
    }

    /** Whether all its threads are stopped (state T in /proc). */
    boolean isHalted() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid() + "/task"))) {
            return threads.allMatch(ServerProcess::isStopped);
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            // The name, in brackets before the state, may have brackets itself.
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            return true;
        }
    }

    /** Asks it to end (SIGTERM). */
    void terminate() {
        handle.destroy();
    }

    /** Ends it at once (SIGKILL). */
    void kill() {
        handle.destroyForcibly();
    }

    /** Sends a signal by its name, for example {@code STOP}. */
    void signal(String name) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("Signal " + name + " could not be sent to process " + pid() + ": it is gone.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Waits for its end; false if it still lives after that time. */
    boolean awaitEnd(long millis) throws IOException {
        try {
            handle.onExit().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException(e);
        }
    }
}
