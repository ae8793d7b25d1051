package io.understudy.ha.role;

import io.understudy.fencing.Term;
import io.understudy.ha.role.Event.ActiveAnnounced;
import io.understudy.ha.role.Event.AnnouncementFailed;
import io.understudy.ha.role.Event.Deposed;
import io.understudy.ha.role.Event.Elected;
import io.understudy.ha.role.Event.ElectionFailed;
import io.understudy.ha.role.Event.ElectionLost;
import io.understudy.ha.role.Event.ServiceFailed;
import io.understudy.ha.role.Event.ServiceReady;
import io.understudy.ha.role.Event.SwitchoverRequested;
import io.understudy.ha.role.Event.TermLapsed;
import java.util.List;

/**
 * In office, not serving yet: the service reads the store, then it is announced.
 *
 * @param setbacks since somebody last served
 */
public record Recovering(Term term, Setbacks setbacks) implements Role {

    @Override
    public String label() {
        return "recovering";
    }

    @Override
    public boolean holdsLock() {
        return true;
    }

    @Override
    public Step serviceReady(ServiceReady event) {
        return event.epoch().equals(term.epoch()) ? Step.to(this, new Action.AnnounceActive(term)) : stay();
    }

    @Override
    public Step activeAnnounced(ActiveAnnounced event) {
        return event.epoch().equals(term.epoch())
                ? Step.to(new Active(term, List.of()), new Action.OpenGate(term.epoch()))
                : stay();
    }

    @Override
    public Step serviceFailed(ServiceFailed event) {
        return event.epoch().equals(term.epoch()) ? backOff(event.why(), setbacks.nextOwn()) : stay();
    }

    @Override
    public Step announcementFailed(AnnouncementFailed event) {
        return event.epoch().equals(term.epoch()) ? backOff(event.why()) : stay();
    }

    @Override
    public Step deposed(Deposed event) {
        return event.epoch().equals(term.epoch()) ? backOff(event.why()) : stay();
    }

    @Override
    public Step termLapsed(TermLapsed event) {
        return event.epoch().equals(term.epoch()) ? backOff("no answer from ZooKeeper for a session timeout") : stay();
    }

    @Override
    public Step elected(Elected event) {
        return event.session() == term.session() ? stay() : backOff("the lock is on another session now");
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
    public Step switchoverRequested(SwitchoverRequested event) {
        return event.epoch().equals(term.epoch()) && event.successor() != Successor.THIS_NODE
                ? SteppingDown.abandoning(Reasons.of(Cause.STAYING_BACK, "another node shall take over"), setbacks)
                : stay();
    }

    @Override
    public Step stopRequested() {
        return SteppingDown.abandoning(Reasons.of(Cause.STOPPING, "asked to stop"), setbacks);
    }

    private Step backOff(String why) {
        return backOff(why, setbacks.next());
    }

    private static Step backOff(String why, Setbacks counted) {
        return SteppingDown.abandoning(Reasons.of(Cause.BACKING_OFF, why), counted);
    }
}
