package io.understudy.session.spark;

import io.understudy.session.service.SparkSubmitter.Ended;
import io.understudy.session.service.SparkSubmitter.Event;
import io.understudy.session.service.SparkSubmitter.Wrote;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** One process, looked at again and again. Belongs to the thread that started it. */
final class SparkSubmitProcess {

    /** What a process reads that is to read nothing. */
    static final File NOTHING = new File("/dev/null");

    /** Read in one go: whoever writes more waits, and the others get their turn. */
    private static final int GULP = 32 * 1024;

    private final Process process;
    private final Consumer<Event> heard;
    private final LineSplitter lines = new LineSplitter();
    private final Duration deadline;
    private final long killAt;
    private Optional<String> killed = Optional.empty();

    SparkSubmitProcess(Process process, Duration deadline, Consumer<Event> heard) {
        this.process = process;
        this.heard = heard;
        this.deadline = deadline;
        this.killAt = System.nanoTime() + deadline.toNanos();
    }

    /** Tells what was written since the last look. Returns whether it has ended and everything was told. */
    boolean look() {
        if (killed.isEmpty() && System.nanoTime() - killAt > 0) {
            kill("was killed after " + deadline.toSeconds() + " s (session.submit.timeout)");
        }
        // Asked before reading: what is read afterwards is all that it has written.
        boolean ended = !process.isAlive();
        tell(lines.add(read()));
        if (!ended || available() > 0) {
            return false;
        }
        tell(lines.end());
        heard.accept(
                killed.map(why -> new Ended(why, OptionalInt.empty())).orElseGet(() -> ended(process.exitValue())));
        return true;
    }

    /** Ends the process and what it has started; one that has ended by itself has. */
    void kill(String why) {
        if (!process.isAlive()) {
            return;
        }
        killed = Optional.of(why);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Ended ended(int exitCode) {
        return new Ended("exited with code " + exitCode, OptionalInt.of(exitCode));
    }

    private void tell(List<String> whole) {
        if (!whole.isEmpty()) {
            heard.accept(new Wrote(whole));
        }
    }

    /** Only what is there: never waits. */
    private byte[] read() {
        try {
            InputStream output = process.getInputStream();
            return output.readNBytes(Math.min(available(), GULP));
        } catch (IOException gone) {
            return new byte[0];
        }
    }

    private int available() {
        try {
            return process.getInputStream().available();
        } catch (IOException gone) {
            return 0;
        }
    }
}
