package io.understudy.ha.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A thread of a simulated process: runs tasks in order, can be frozen, and has a backlog when it thaws. */
final class Lane {

    private static final Duration NEXT = Duration.ofNanos(20_000);

    private final Timeline timeline;
    private final Deque<Runnable> backlog = new ArrayDeque<>();
    private int pauses;
    private long calmSince;
    private boolean draining;
    private boolean dead;

    Lane(Timeline timeline) {
        this.timeline = timeline;
        this.calmSince = timeline.now();
    }

    void post(Duration wait, Runnable task) {
        timeline.after(wait, () -> arrive(task));
    }

    void arrive(Runnable task) {
        if (dead) {
            return;
        }
        if (pauses > 0 || draining) {
            backlog.add(task);
        } else {
            task.run();
        }
    }

    /** Since when nothing was in its way. */
    long calmSince() {
        return calmSince;
    }

    void pause() {
        pauses++;
    }

    void resume() {
        pauses--;
        if (pauses == 0 && !draining) {
            draining = true;
            timeline.after(NEXT, this::drain);
        }
    }

    boolean isPaused() {
        return pauses > 0 || draining;
    }

    void kill() {
        dead = true;
        backlog.clear();
    }

    private void drain() {
        if (dead || pauses > 0) {
            draining = false;
            return;
        }
        Runnable task = backlog.poll();
        if (task == null) {
            calmSince = timeline.now();
            draining = false;
            return;
        }
        task.run();
        timeline.after(NEXT, this::drain);
    }
}
