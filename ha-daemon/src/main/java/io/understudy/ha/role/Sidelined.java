package io.understudy.ha.role;

import io.understudy.ha.role.Event.Paused;
import io.understudy.ha.role.Event.StoreRefused;
import io.understudy.ha.role.Event.StoreUnreachable;
import io.understudy.ha.role.Event.Unhealthy;
import io.understudy.ha.role.Event.WokeUp;
import java.util.List;
import java.util.Set;

/**
 * Out of the election, on purpose. When the last reason but a pause is gone the store is checked, and the election joined
 * when there is no pause either.
 *
 * @param why at least one reason
 * @param setbacks that the next attempt inherits
 */
public record Sidelined(Reasons why, Setbacks setbacks) implements Role {

    public Sidelined {
        if (why.none()) {
            throw new IllegalArgumentException("a node without a reason is not sidelined");
        }
    }

    @Override
    public String label() {
        return "sidelined";
    }

    @Override
    public List<String> reasons() {
        return why.sentences();
    }

    @Override
    public Step storeAccepted() {
        if (!why.has(Cause.UNCHECKED)) {
            return stay();
        }
        Reasons left = why.without(Cause.UNCHECKED);
        return left.none()
                ? Step.to(new Standby(setbacks), new Action.JoinElection())
                : Step.to(new Sidelined(left, setbacks));
    }

    @Override
    public Step storeRefused(StoreRefused event) {
        return notAccepted(Cause.STORE_REFUSED, event.why());
    }

    @Override
    public Step storeUnreachable(StoreUnreachable event) {
        return notAccepted(Cause.UNREACHABLE, event.why());
    }

    @Override
    public Step healthy() {
        return over(Cause.UNHEALTHY);
    }

    @Override
    public Step unhealthy(Unhealthy event) {
        return Step.to(new Sidelined(why.with(Cause.UNHEALTHY, String.join("; ", event.problems())), setbacks));
    }

    @Override
    public Step paused(Paused event) {
        return Step.to(new Sidelined(why.with(Cause.PAUSED, event.why()), setbacks));
    }

    @Override
    public Step notPaused() {
        return over(Cause.PAUSED);
    }

    @Override
    public Step anotherServes() {
        return new Sidelined(why, setbacks.whenAnotherServes()).over(Cause.STAYING_BACK);
    }

    @Override
    public Step wokeUp(WokeUp event) {
        return over(event.cause());
    }

    @Override
    public Step stopRequested() {
        return Step.to(new Halted("stopped as asked"), new Action.Finish());
    }

    /** Whether this node stays back so that another one wins. */
    public boolean isStayingBack() {
        return why.has(Cause.STAYING_BACK);
    }

    /** Whether nothing keeps this node out but a pause: a switchover to it may begin. */
    public boolean isPausedOnly() {
        return why.texts().keySet().equals(Set.of(Cause.PAUSED));
    }

    /** Whether the store is being looked at. */
    public boolean isLookingAgain() {
        return why.has(Cause.UNCHECKED);
    }

    /**
     * What was wrong is still shown until the store was looked at. A node that only a pause keeps out has had its look: it
     * can be asked to take over.
     */
    private Step over(Cause cause) {
        if (!why.has(cause)) {
            return stay();
        }
        Reasons left = why.without(cause);
        if (!left.without(Cause.PAUSED).none()) {
            return Step.to(new Sidelined(left, setbacks));
        }
        String shown = left.none() ? why.toString() : why.without(Cause.PAUSED).toString();
        return Step.to(new Sidelined(left.with(Cause.UNCHECKED, shown), setbacks), new Action.CheckStore());
    }

    private Step notAccepted(Cause cause, String text) {
        if (!why.has(Cause.UNCHECKED)) {
            return stay();
        }
        Setbacks counted = cause == Cause.STORE_REFUSED ? setbacks.next() : setbacks;
        return Step.to(
                new Sidelined(why.without(Cause.UNCHECKED).with(cause, text), counted),
                new Action.WakeUp(cause, counted));
    }
}
