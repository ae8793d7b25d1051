package io.understudy.ha.launcher;

import io.understudy.ha.custody.CordWords;
import io.understudy.ha.custody.Custody;
import io.understudy.ha.custody.Reaper;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of the daemon, from its start to the last thing that is left of it. One thread sees it to its end; any other
 * may ask it to end.
 */
final class Life {

    /** How often the daemon is looked at. */
    static final Duration LOOKS = Duration.ofMillis(100);

    /** How long to wait for an empty process group if no session says what there is time for. */
    private static final Duration UNHURRIED = Duration.ofSeconds(3);

    private final String name;
    private final Reaper reaper;
    private final PrintStream err;
    private final Consumer<Life> ready;
    private final Runnable looks;
    private final Silence silence = new Silence(System.nanoTime());
    private final Child child;
    private @Nullable Custody custody;
    private OptionalInt exitCode = OptionalInt.empty();

    private Life(Plan plan, Reaper reaper, PrintStream err, Consumer<Life> ready, Runnable looks) throws IOException {
        this.name = plan.name();
        this.reaper = reaper;
        this.err = err;
        this.ready = ready;
        this.looks = looks;
        this.child = Child.start(plan.daemonCommand());
    }

    /**
     * Starts the daemon.
     *
     * @param ready told when its port is open
     * @param looks called again and again while it lives
     */
    static Life begin(Plan plan, Reaper reaper, PrintStream err, Consumer<Life> ready, Runnable looks)
            throws IOException {
        Life life = new Life(plan, reaper, err, ready, looks);
        life.child.listen(life::heard);
        return life;
    }

    long pid() {
        return child.pid();
    }

    /** Asks it to end in good order. */
    void terminate() {
        child.terminate();
    }

    /** Kills it if it has not ended within {@code seconds}; whether that was needed. */
    boolean killAfter(long seconds) throws InterruptedException {
        boolean late = !child.await(Duration.ofSeconds(seconds));
        if (late) {
            child.group().kill();
        }
        return late;
    }

    /** Sees it to its end, kills it if it falls silent, and ends what is left of it. Its exit code. */
    int seeOff() throws InterruptedException {
        while (!child.await(LOOKS)) {
            looks.run();
            if (isSilentTooLong()) {
                say(name + " says nothing any more: killing it.");
                child.group().kill();
            }
        }
        return settle();
    }

    /** Once it is dead: whoever comes second waits for the first. */
    private synchronized int settle() throws InterruptedException {
        if (exitCode.isEmpty()) {
            exitCode = OptionalInt.of(child.exitCode());
            Optional<Custody> left =
                    Optional.ofNullable(custody).filter(some -> !some.tickets().isEmpty());
            Duration limit = left.flatMap(Custody::longestTimeout)
                    .map(timeout -> timeout.dividedBy(2))
                    .orElse(UNHURRIED);
            long end = System.nanoTime() + limit.toNanos();
            boolean provenDead = child.group().empty(limit.dividedBy(2));
            if (!provenDead) {
                say("what " + name + " started does not end: process group " + child.pid() + ".");
            }
            if (left.isPresent()) {
                reaper.reap(left.get(), provenDead, Duration.ofNanos(end - System.nanoTime()))
                        .ifPresent(trouble -> say(name + " is dead, but " + trouble + "."));
            }
        }
        return exitCode.getAsInt();
    }

    private void heard(String line) {
        if (line.equals(CordWords.READY)) {
            ready.accept(this);
        } else if (line.startsWith(CordWords.ALIVE)) {
            heardAlive(line.substring(CordWords.ALIVE.length()));
        } else if (line.startsWith(CordWords.CUSTODY)) {
            String[] words = line.substring(CordWords.CUSTODY.length()).split(" ", 2);
            take(Custody.parse(words[1]));
            child.tell(CordWords.KEPT + words[0]);
        } else {
            err.println(line);
        }
    }

    private void heardAlive(String milliseconds) {
        synchronized (silence) {
            silence.heard(Duration.ofMillis(Long.parseLong(milliseconds)));
        }
    }

    private boolean isSilentTooLong() {
        synchronized (silence) {
            return silence.isTooLong(System.nanoTime());
        }
    }

    private synchronized void take(Custody now) {
        if (custody == null) {
            Thread rehearsal = new Thread(() -> reaper.rehearse(now), "rehearsal");
            rehearsal.setDaemon(true);
            rehearsal.start();
        }
        custody = now;
    }

    private void say(String sentence) {
        err.println("ha-daemon: " + sentence);
    }
}
