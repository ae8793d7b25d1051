package io.understudy.ha.role;

import io.understudy.ha.role.Event.Elected;
import io.understudy.ha.role.Event.ElectionFailed;
import io.understudy.ha.role.Event.ElectionLost;
import io.understudy.ha.role.Event.TermFailed;
import io.understudy.ha.role.Event.TermPaused;
import io.understudy.ha.role.Event.TermRefused;
import io.understudy.ha.role.Event.TermWon;

/**
 * Holds the lock and raises the fence.
 *
 * @param session the ZooKeeper session that holds the lock
 * @param setbacks since somebody last served
 */
public record Fencing(long session, Setbacks setbacks) implements Role {

    @Override
    public String label() {
        return "fencing";
    }

    @Override
    public boolean holdsLock() {
        return true;
    }

    @Override
    public Step termWon(TermWon event) {
        return event.term().session() == session
                ? Step.to(new Recovering(event.term(), setbacks), new Action.ActivateService(event.term()))
                : stay();
    }

    @Override
    public Step termFailed(TermFailed event) {
        return event.session() == session ? backOff(event.why()) : stay();
    }

    @Override
    public Step termRefused(TermRefused event) {
        return event.session() == session
                ? abandon(Reasons.of(Cause.STORE_REFUSED, event.why()), setbacks.next())
                : stay();
    }

    /** Nothing failed: it is no setback. */
    @Override
    public Step termPaused(TermPaused event) {
        return event.session() == session ? abandon(Reasons.of(Cause.PAUSED, event.why()), setbacks) : stay();
    }

    @Override
    public Step elected(Elected event) {
        return event.session() == session ? stay() : backOff("the lock is on another session now");
    }

    @Override
    public Step electionLost(ElectionLost event) {
        return backOff(event.why());
    }

    @Override
    public Step electionFailed(ElectionFailed event) {
        return backOff(event.why());
    }

    @Override
    public Step stopRequested() {
        return abandon(Reasons.of(Cause.STOPPING, "asked to stop"), setbacks);
    }

    private Step backOff(String why) {
        return abandon(Reasons.of(Cause.BACKING_OFF, why), setbacks.next());
    }

    private Step abandon(Reasons reasons, Setbacks counted) {
        return SteppingDown.abandoning(reasons, counted);
    }
}
