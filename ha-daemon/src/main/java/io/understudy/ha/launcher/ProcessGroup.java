package io.understudy.ha.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process group.
 *
 * @param id of its leader, which may be dead
 */
record ProcessGroup(long id) {

    private static final Path PROC = Path.of("/proc");
    private static final int KILL_SECONDS = 5;
    private static final Duration LOOKS_AGAIN = Duration.ofMillis(5);

    /** SIGKILL for all of it. */
    void kill() throws InterruptedException {
        try {
            new ProcessBuilder("sh", "-c", "kill -s KILL -- -" + id + " 2>/dev/null")
                    .start()
                    .waitFor(KILL_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Kills all of it and waits, at most {@code limit}, until nobody of it is alive; whether that was seen. */
    boolean empty(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        kill();
        while (!isEmpty()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(LOOKS_AGAIN.toNanos());
        }
        return true;
    }

    /** Whether nobody of it is alive; false if the system does not tell. */
    boolean isEmpty() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (isMember(process)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its line of state: {@code pid (name) state parent group ...}; a name may hold anything (proc(5)). */
    private boolean isMember(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
            boolean isDead = fields[0].equals("Z") || fields[0].equals("X");
            return !isDead && Long.parseLong(fields[2]) == id;
        } catch (IOException e) {
            // It has ended meanwhile.
            return false;
        }
    }
}
