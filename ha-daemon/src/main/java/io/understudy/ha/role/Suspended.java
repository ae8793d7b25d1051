package io.understudy.ha.role;

import io.understudy.fencing.Term;
import io.understudy.ha.role.Event.Deposed;
import io.understudy.ha.role.Event.Elected;
import io.understudy.ha.role.Event.ElectionFailed;
import io.understudy.ha.role.Event.ElectionLost;
import io.understudy.ha.role.Event.HeartbeatAcknowledged;
import io.understudy.ha.role.Event.ServiceFailed;
import io.understudy.ha.role.Event.SwitchoverRequested;
import io.understudy.ha.role.Event.TermLapsed;
import java.util.List;

/** In office, but not sure of it now: the gate is shut, requests wait, nothing is written and YARN is not called. */
public record Suspended(Term term) implements Role {

    @Override
    public String label() {
        return "suspended";
    }

    @Override
    public List<String> reasons() {
        return List.of("waiting for ZooKeeper to confirm the term");
    }

    @Override
    public boolean holdsLock() {
        return true;
    }

    @Override
    public Step heartbeatAcknowledged(HeartbeatAcknowledged event) {
        return event.epoch().equals(term.epoch())
                ? Step.to(new Active(term, List.of()), new Action.OpenGate(term.epoch()))
                : stay();
    }

    @Override
    public Step elected(Elected event) {
        return event.session() == term.session()
                ? Step.to(this, new Action.SendHeartbeat())
                : SteppingDown.reelected(event.session());
    }

    @Override
    public Step electionLost(ElectionLost event) {
        return SteppingDown.lost();
    }

    @Override
    public Step electionFailed(ElectionFailed event) {
        return SteppingDown.backingOff(event.why());
    }

    @Override
    public Step deposed(Deposed event) {
        return event.epoch().equals(term.epoch()) ? SteppingDown.backingOff(event.why()) : stay();
    }

    @Override
    public Step termLapsed(TermLapsed event) {
        return event.epoch().equals(term.epoch())
                ? SteppingDown.backingOff("no answer from ZooKeeper for a session timeout")
                : stay();
    }

    @Override
    public Step serviceFailed(ServiceFailed event) {
        return event.epoch().equals(term.epoch()) ? SteppingDown.backingOff(event.why()) : stay();
    }

    @Override
    public Step switchoverRequested(SwitchoverRequested event) {
        return event.epoch().equals(term.epoch()) && event.successor() != Successor.THIS_NODE
                ? SteppingDown.abandoning(Reasons.of(Cause.STAYING_BACK, "another node shall take over"), Setbacks.NONE)
                : stay();
    }

    @Override
    public Step stopRequested() {
        return SteppingDown.abandoning(Reasons.of(Cause.STOPPING, "asked to stop"), Setbacks.NONE);
    }
}
