package io.understudy.ha.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.ha.role.Awaited.Release;
import io.understudy.ha.role.Awaited.ServiceStop;
import java.util.List;

/** What every step must obey. */
final class Rules {

    private Rules() {}

    static void hold(Role before, Step step, Duties duties) {
        Role role = step.role();
        assertThat(duties.gateOpen())
                .as("the gate is open while Active, and only then")
                .isEqualTo(role instanceof Active);
        shutGateComesFirst(before, step);
        theLockIsGivenUp(before, step);
        electionFitsTheRole(role, duties);
        theServiceFitsTheRole(role, duties);
        thereIsAWayOut(role, duties);
    }

    /** Whom a pause forbids to take over does not stand for election, and says so. */
    static void heeded(Event event, Role role) {
        if (event instanceof Event.Paused) {
            assertThat(role).isNotInstanceOf(Standby.class).isNotInstanceOf(Starting.class);
            if (role instanceof Sidelined sidelined) {
                assertThat(sidelined.why().has(Cause.PAUSED)).isTrue();
            }
        } else if (event instanceof Event.NotPaused && role instanceof Sidelined sidelined) {
            assertThat(sidelined.why().has(Cause.PAUSED)).isFalse();
        }
    }

    private static void shutGateComesFirst(Role before, Step step) {
        if (before instanceof Active && !(step.role() instanceof Active)) {
            assertThat(step.orders()).first().isInstanceOf(Action.ShutGate.class);
        }
    }

    /** Out of Fencing and Recovering it goes forward, or the lock is given up. */
    private static void theLockIsGivenUp(Role before, Step step) {
        boolean forward = step.role().equals(before)
                || step.role() instanceof Recovering
                || step.role() instanceof Active
                || step.role() instanceof Halted;
        if ((before instanceof Fencing || before instanceof Recovering) && !forward) {
            assertThat(step.role()).isInstanceOf(SteppingDown.class);
            assertThat(step.orders()).hasAtLeastOneElementOfType(Action.LeaveElection.class);
        }
    }

    private static void electionFitsTheRole(Role role, Duties duties) {
        if (role instanceof Standby || role instanceof Fencing || inOffice(role)) {
            assertThat(duties.inElection()).as("in the election while %s", role).isTrue();
        } else if (role instanceof Sidelined || role instanceof Starting) {
            assertThat(duties.inElection()).as("in the election while %s", role).isFalse();
            assertThat(duties.leaving()).as("still leaving while %s", role).isFalse();
        }
    }

    private static void theServiceFitsTheRole(Role role, Duties duties) {
        if (inOffice(role)) {
            assertThat(duties.serviceOn()).as("service in office").isTrue();
            assertThat(duties.deactivating()).as("service stopping in office").isFalse();
        } else if (!(role instanceof SteppingDown) && !(role instanceof Halted)) {
            assertThat(duties.serviceOn()).as("service while %s", role).isFalse();
            assertThat(duties.office()).as("office while %s", role).isEmpty();
        }
    }

    private static boolean inOffice(Role role) {
        return role instanceof Recovering || role instanceof Active || role instanceof Suspended;
    }

    private static void thereIsAWayOut(Role role, Duties duties) {
        if (role instanceof Sidelined sidelined) {
            for (Cause cause : sidelined.why().texts().keySet()) {
                assertThat(cause == Cause.UNHEALTHY
                                || cause == Cause.PAUSED
                                || (cause == Cause.UNCHECKED && duties.checking())
                                || duties.wakeUps().contains(cause))
                        .as("a way out of %s", sidelined)
                        .isTrue();
            }
        } else if (role instanceof SteppingDown down) {
            aWayOutOf(down, duties);
        } else if (role instanceof Fencing fencing) {
            assertThat(duties.winning()).contains(fencing.session());
        } else if (role instanceof Recovering recovering) {
            assertThat(List.of(duties.activating(), duties.announcing()))
                    .anyMatch(pending ->
                            pending.filter(recovering.term().epoch()::equals).isPresent());
        }
    }

    private static void aWayOutOf(SteppingDown down, Duties duties) {
        assertThat(down.awaited()).as("awaited facts").isNotEmpty().doesNotHaveDuplicates();
        for (Awaited fact : down.awaited()) {
            boolean pending = fact instanceof ServiceStop
                    ? duties.deactivating()
                    : fact instanceof Release
                            ? duties.leaving()
                            : duties.deactivating() || duties.clearing().isPresent();
            assertThat(pending).as("%s will come", fact).isTrue();
        }
    }
}
