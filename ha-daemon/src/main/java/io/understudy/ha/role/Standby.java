package io.understudy.ha.role;

import io.understudy.ha.role.Event.Elected;
import io.understudy.ha.role.Event.ElectionFailed;
import io.understudy.ha.role.Event.Paused;
import io.understudy.ha.role.Event.SwitchoverRequested;
import io.understudy.ha.role.Event.Unhealthy;

/**
 * In the election, without the lock. Holds no state of the service.
 *
 * @param setbacks since somebody last served
 */
public record Standby(Setbacks setbacks) implements Role {

    @Override
    public String label() {
        return "standby";
    }

    @Override
    public Step elected(Elected event) {
        return Step.to(new Fencing(event.session(), setbacks), new Action.WinTerm(event.session()));
    }

    @Override
    public Step electionFailed(ElectionFailed event) {
        return leave(Reasons.of(Cause.BACKING_OFF, event.why()), setbacks.next());
    }

    @Override
    public Step unhealthy(Unhealthy event) {
        return leave(Reasons.of(Cause.UNHEALTHY, String.join("; ", event.problems())), setbacks);
    }

    @Override
    public Step switchoverRequested(SwitchoverRequested event) {
        return event.successor() == Successor.ANOTHER
                ? leave(Reasons.of(Cause.STAYING_BACK, "another node shall take over"), setbacks)
                : stay();
    }

    @Override
    public Step paused(Paused event) {
        return leave(Reasons.of(Cause.PAUSED, event.why()), setbacks);
    }

    @Override
    public Step anotherServes() {
        return Step.to(new Standby(setbacks.whenAnotherServes()));
    }

    @Override
    public Step stopRequested() {
        return leave(Reasons.of(Cause.STOPPING, "asked to stop"), setbacks);
    }

    private static Step leave(Reasons reasons, Setbacks setbacks) {
        return SteppingDown.leaving(reasons, setbacks);
    }
}
