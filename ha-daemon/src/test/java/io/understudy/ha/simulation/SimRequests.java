package io.understudy.ha.simulation;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.PauseRequest;
import io.understudy.fencing.SwitchoverRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The requests that stand in ZooKeeper, and which locks were taken while a pause did. */
final class SimRequests {

    private final Timeline timeline;
    private final Set<Long> takenInPause = new HashSet<>();
    private Optional<PauseRequest> pause = Optional.empty();
    private Optional<SwitchoverRequest> switchover = Optional.empty();

    SimRequests(Timeline timeline) {
        this.timeline = timeline;
    }

    /** An operator pauses the cluster. */
    void pause(Duration length) {
        pause = Optional.of(new PauseRequest(time(), length));
    }

    /** An operator ends the pause. */
    void resume() {
        pause(Duration.ZERO);
    }

    /** The active has accepted a switchover. */
    void accepted(Epoch epoch, Optional<String> to) {
        switchover = Optional.of(new SwitchoverRequest(epoch, to, true, Optional.empty(), Optional.empty()));
    }

    Optional<SwitchoverRequest> switchover() {
        return switchover;
    }

    /** Whether a pause lasts, by a clock that goes wrong by {@code error}. */
    boolean isPaused(Duration error) {
        return pause.filter(request -> request.isOn(time().plus(error))).isPresent();
    }

    void lockTaken(long session) {
        takenInPause.remove(session);
        if (isPaused(Duration.ZERO)) {
            takenInPause.add(session);
        }
    }

    boolean wasTakenInPause(long session) {
        return takenInPause.contains(session);
    }

    private Instant time() {
        return Instant.EPOCH.plusNanos(timeline.now());
    }
}
