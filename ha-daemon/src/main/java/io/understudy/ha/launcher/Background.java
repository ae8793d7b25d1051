package io.understudy.ha.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A launcher in the background: starts it, stops it, says how it is. */
final class Background {

    /** What {@code status} exits with when nothing runs, as init scripts do. */
    static final int NOT_RUNNING = 3;

    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 190;
    private static final int SHOWN_BYTES = 4096;

    private final Plan plan;
    private final PrintStream out;
    private final PrintStream err;

    Background(Plan plan, PrintStream out, PrintStream err) {
        this.plan = plan;
        this.out = out;
        this.err = err;
    }

    int start() throws IOException, InterruptedException {
        Path log = plan.logFile();
        Files.createDirectories(plan.logs());
        Files.createDirectories(plan.state());
        Optional<PidFile.Entry> running = PidFile.read(plan.backgroundPidFile());
        if (running.isPresent()) {
            out.println(plan.name() + " runs already: " + processes(running.get()) + ".");
            return 0;
        }
        long before = Files.exists(log) ? Files.size(log) : 0;
        Process launcher = new ProcessBuilder(plan.backgroundCommand())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!launcher.waitFor(50, TimeUnit.MILLISECONDS)) {
            Optional<PidFile.Entry> entry =
                    PidFile.read(plan.backgroundPidFile()).filter(PidFile.Entry::up);
            if (entry.isPresent()) {
                out.println(plan.name() + " is up"
                        + plan.http().map(http -> " at http://" + http).orElse("") + ": " + processes(entry.get())
                        + ", log " + log + ".");
                return 0;
            }
            if (System.nanoTime() - end > 0) {
                err.println("ha-daemon: " + plan.name() + " is not up after " + START_SECONDS
                        + " s. It goes on trying; " + log + " says why.");
                return 1;
            }
        }
        err.print(tail(log, before));
        err.println("ha-daemon: " + plan.name() + " did not start; " + log + " has all that it said.");
        return launcher.exitValue() == 0 ? 1 : launcher.exitValue();
    }

    int stop() throws IOException, InterruptedException {
        Optional<PidFile.Entry> entry = PidFile.read(plan.backgroundPidFile());
        Optional<ProcessHandle> launcher = entry.flatMap(e -> ProcessHandle.of(e.launcher()));
        if (launcher.isEmpty()) {
            out.println(plan.name() + " does not run.");
            return 0;
        }
        launcher.get().destroy();
        if (!ends(launcher.get())) {
            err.println("ha-daemon: " + plan.name() + " did not stop within " + STOP_SECONDS + " s: killing it.");
            launcher.get().destroyForcibly();
            return 1;
        }
        out.println(plan.name() + " has stopped.");
        return 0;
    }

    /** The JDK looks rarely at a process that is not its child. */
    private static boolean ends(ProcessHandle process) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        while (process.isAlive() && System.nanoTime() - end < 0) {
            if (never.await(50, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        }
        return !process.isAlive();
    }

    int status() throws IOException {
        Optional<PidFile.Entry> entry = PidFile.read(plan.backgroundPidFile());
        out.println(entry.map(e -> plan.name() + " is " + (e.up() ? "up" : "starting") + ": " + processes(e) + ".")
                .orElse(plan.name() + " does not run."));
        return entry.isPresent() ? 0 : NOT_RUNNING;
    }

    private static String processes(PidFile.Entry entry) {
        return (entry.daemon().isPresent() ? "daemon pid " + entry.daemon().getAsLong() : "no daemon at the moment")
                + ", launcher pid " + entry.launcher();
    }

    /** The last lines that the log got since {@code from}. */
    private static String tail(Path log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(from, file.length() - SHOWN_BYTES));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size())) + "\n";
        }
    }
}
