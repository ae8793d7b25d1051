package io.understudy.ha.role;

import io.understudy.ha.role.Event.Paused;
import io.understudy.ha.role.Event.StoreRefused;
import io.understudy.ha.role.Event.StoreUnreachable;
import io.understudy.ha.role.Event.Unhealthy;

/** Before the first answer about the store. */
public record Starting() implements Role {

    @Override
    public String label() {
        return "starting";
    }

    @Override
    public Step started() {
        return Step.to(this, new Action.CheckStore());
    }

    @Override
    public Step storeAccepted() {
        return unchecked().storeAccepted();
    }

    @Override
    public Step storeRefused(StoreRefused event) {
        return unchecked().storeRefused(event);
    }

    @Override
    public Step storeUnreachable(StoreUnreachable event) {
        return unchecked().storeUnreachable(event);
    }

    @Override
    public Step unhealthy(Unhealthy event) {
        return Step.to(new Sidelined(Reasons.of(Cause.UNHEALTHY, String.join("; ", event.problems())), Setbacks.NONE));
    }

    @Override
    public Step paused(Paused event) {
        return unchecked().paused(event);
    }

    @Override
    public Step stopRequested() {
        return unchecked().stopRequested();
    }

    private static Sidelined unchecked() {
        return new Sidelined(Reasons.of(Cause.UNCHECKED, "the store was not checked yet"), Setbacks.NONE);
    }
}
