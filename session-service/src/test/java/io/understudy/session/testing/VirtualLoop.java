package io.understudy.session.testing;

import io.understudy.session.service.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;

/** A loop in virtual time, of a process that can be paused and killed. */
public final class VirtualLoop implements Loop {

    private final VirtualTime time;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Duration ahead = Duration.ZERO;
    private boolean paused;
    private boolean dead;

    public VirtualLoop(VirtualTime time) {
        this.time = time;
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        time.after(delay, () -> run(task));
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Instant now() {
        return time.now().plus(ahead);
    }

    /** Sets this process's wall clock wrong. */
    public void setAhead(Duration ahead) {
        this.ahead = ahead;
    }

    /** SIGSTOP: nothing runs until {@link #resume()}. */
    public void pause() {
        paused = true;
    }

    /** SIGCONT: what came meanwhile runs now, in order. */
    public void resume() {
        paused = false;
        while (!waiting.isEmpty() && !paused) {
            run(waiting.remove());
        }
    }

    /** SIGKILL: nothing runs any more. */
    public void kill() {
        dead = true;
        waiting.clear();
    }

    private void run(Runnable task) {
        if (dead) {
            return;
        }
        if (paused) {
            waiting.add(task);
        } else {
            task.run();
        }
    }
}
