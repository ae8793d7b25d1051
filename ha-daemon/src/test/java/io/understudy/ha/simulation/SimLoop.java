package io.understudy.ha.simulation;

import io.understudy.ha.node.Loop;
import java.time.Duration;
import java.time.Instant;

/** A node's loop on a lane. Its monotonic clock has an origin of its own, as each process has. */
final class SimLoop implements Loop {

    private final Timeline timeline;
    private final Lane lane;
    private final long origin;

    SimLoop(Timeline timeline, Lane lane, long origin) {
        this.timeline = timeline;
        this.lane = lane;
        this.origin = origin;
    }

    @Override
    public void execute(Runnable task) {
        lane.post(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration wait, Runnable task) {
        boolean[] cancelled = new boolean[1];
        lane.post(wait, () -> {
            if (!cancelled[0]) {
                task.run();
            }
        });
        return () -> cancelled[0] = true;
    }

    @Override
    public long nanoTime() {
        return timeline.now() - origin;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(timeline.now());
    }
}
