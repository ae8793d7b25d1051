package io.understudy.ha.role;

import io.understudy.fencing.Term;
import io.understudy.ha.role.Event.Deposed;
import io.understudy.ha.role.Event.Elected;
import io.understudy.ha.role.Event.ElectionFailed;
import io.understudy.ha.role.Event.ElectionLost;
import io.understudy.ha.role.Event.LeaseOver;
import io.understudy.ha.role.Event.ServiceFailed;
import io.understudy.ha.role.Event.SwitchoverRequested;
import io.understudy.ha.role.Event.TermLapsed;
import io.understudy.ha.role.Event.Unhealthy;
import java.util.List;

/**
 * Serves. The gate is open while the lease lasts.
 *
 * @param degraded what is wrong with a node that serves all the same, because nobody else could; usually nothing
 */
public record Active(Term term, List<String> degraded) implements Role {

    public Active {
        degraded = List.copyOf(degraded);
    }

    @Override
    public String label() {
        return "active";
    }

    @Override
    public List<String> reasons() {
        return degraded;
    }

    @Override
    public boolean holdsLock() {
        return true;
    }

    @Override
    public Step disconnected() {
        return Step.to(new Suspended(term), new Action.ShutGate());
    }

    @Override
    public Step leaseOver(LeaseOver event) {
        return event.epoch().equals(term.epoch())
                ? Step.to(new Suspended(term), new Action.ShutGate(), new Action.SendHeartbeat())
                : stay();
    }

    @Override
    public Step elected(Elected event) {
        return event.session() == term.session() ? stay() : SteppingDown.reelected(event.session());
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
    public Step healthy() {
        return Step.to(new Active(term, List.of()));
    }

    @Override
    public Step unhealthy(Unhealthy event) {
        return event.successorReady()
                ? SteppingDown.handingOver(term, Reasons.of(Cause.UNHEALTHY, String.join("; ", event.problems())))
                : Step.to(new Active(term, event.problems()));
    }

    @Override
    public Step switchoverRequested(SwitchoverRequested event) {
        return event.epoch().equals(term.epoch()) && event.successor() != Successor.THIS_NODE
                ? SteppingDown.handingOver(term, Reasons.of(Cause.STAYING_BACK, "another node shall take over"))
                : stay();
    }

    @Override
    public Step stopRequested() {
        return SteppingDown.handingOver(term, Reasons.of(Cause.STOPPING, "asked to stop"));
    }
}
