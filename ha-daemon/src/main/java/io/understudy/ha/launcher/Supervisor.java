package io.understudy.ha.launcher;

import io.understudy.ha.custody.Reaper;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The launcher's one job: keeps the daemon running. One thread supervises; the shutdown hook asks it to stop.
 */
final class Supervisor {

    private static final long STOP_SECONDS = 180;

    private final Plan plan;
    private final Reaper reaper;
    private final Systemd systemd;
    private final PrintStream err;
    private final Optional<PidFile> pidFile;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable Life life;

    Supervisor(Plan plan, Optional<PidFile> pidFile, Reaper reaper, Systemd systemd, PrintStream err) {
        this.plan = plan;
        this.pidFile = pidFile;
        this.reaper = reaper;
        this.systemd = systemd;
        this.err = err;
    }

    /** Supervises until there is nothing more to do; the exit code. */
    int supervise() throws InterruptedException {
        RestartPolicy policy = RestartPolicy.fresh();
        while (true) {
            long began = System.nanoTime();
            int exitCode = once();
            RestartPolicy.Verdict verdict = policy.after(exitCode, Duration.ofNanos(System.nanoTime() - began));
            if (isStopping() || verdict instanceof RestartPolicy.Verdict.PassOn) {
                return exitCode;
            }
            if (verdict instanceof RestartPolicy.Verdict.GiveUp giveUp) {
                say(plan.name() + " died " + giveUp.deaths()
                        + " times in a row soon after its start, the last time with exit" + " code " + exitCode
                        + ": giving up. Its log says why; start it again when that is mended.");
                return exitCode;
            }
            if (verdict instanceof RestartPolicy.Verdict.Restart restart) {
                say(plan.name() + " ended with exit code " + exitCode + "; starting it again in "
                        + restart.pause().toMillis() + " ms.");
                policy = restart.next();
                systemd.status(plan.name() + " ended with exit code " + exitCode + " and is started again");
                if (isStoppedWithin(restart.pause())) {
                    return exitCode;
                }
            }
        }
    }

    private boolean isStoppedWithin(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        while (!isStopping() && System.nanoTime() - end < 0) {
            systemd.beat();
            long left = end - System.nanoTime();
            boolean unused = stop.await(Math.min(left, Life.LOOKS.toNanos()), TimeUnit.NANOSECONDS);
        }
        return isStopping();
    }

    private int once() throws InterruptedException {
        Life begun;
        try {
            begun = Life.begin(plan, reaper, err, this::ready, systemd::beat);
        } catch (IOException e) {
            say("cannot start the daemon: " + e.getMessage()
                    + ". Check JAVA_HOME, and that setsid (util-linux) is there.");
            return RestartPolicy.CONFIGURATION;
        }
        life = begun;
        record(OptionalLong.of(begun.pid()), false);
        if (isStopping()) {
            begun.terminate();
        }
        int exitCode = begun.seeOff();
        record(OptionalLong.empty(), false);
        return exitCode;
    }

    /** Asks the daemon to stop, waits for it, ends it if it does not; the exit code. */
    int stop() throws InterruptedException {
        stop.countDown();
        systemd.stopping();
        Life running = life;
        int exitCode = 0;
        if (running != null) {
            running.terminate();
            if (running.killAfter(STOP_SECONDS)) {
                say(plan.name() + " did not stop within " + STOP_SECONDS + " s: killed it.");
            }
            exitCode = running.seeOff();
        }
        tellCluster(OptionalLong.empty(), OptionalLong.empty());
        return exitCode;
    }

    /** Says that no process is this node any longer. */
    void farewell() {
        tellCluster(OptionalLong.empty(), OptionalLong.empty());
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    private void ready(Life begun) {
        record(OptionalLong.of(begun.pid()), true);
        systemd.ready(plan.name() + " is up, pid " + begun.pid());
    }

    private synchronized void record(OptionalLong daemon, boolean up) {
        long self = ProcessHandle.current().pid();
        if (!up) {
            boolean last = isStopping() && daemon.isEmpty();
            tellCluster(daemon, last ? OptionalLong.empty() : OptionalLong.of(self));
        }
        if (pidFile.isPresent()) {
            try {
                pidFile.get().write(new PidFile.Entry(self, daemon, up));
            } catch (IOException e) {
                say("cannot write " + plan.pidFile().orElseThrow() + ": " + e.getMessage() + ".");
            }
        }
    }

    /** One at a time: a JVM cannot wait for a lock of a file that it holds itself. */
    private synchronized void tellCluster(OptionalLong daemon, OptionalLong launcher) {
        if (plan.clusterJson().isEmpty() || plan.node().isEmpty()) {
            return;
        }
        try {
            new ClusterJson(plan.clusterJson().get(), plan.node().get()).update(daemon, launcher);
        } catch (IOException e) {
            say(plan.clusterJson().get() + " is not kept current: " + e.getMessage() + ".");
        }
    }

    private void say(String sentence) {
        err.println("ha-daemon: " + sentence);
    }
}
