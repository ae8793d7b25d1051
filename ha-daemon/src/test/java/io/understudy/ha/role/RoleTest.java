package io.understudy.ha.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.fencing.Epoch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Stories of one node, told by events. The whole table is in docs/role-table.md. */
final class RoleTest {

    private static final Epoch EPOCH = Samples.EPOCH;

    @Test
    void aNodeRisesFromTheStartToTheTop() {
        Role role = after(new Starting(), new Event.Started(), new Event.StoreAccepted());
        assertThat(role).isEqualTo(new Standby(Setbacks.NONE));
        role = after(role, new Event.Elected(Samples.SESSION), new Event.TermWon(Samples.TERM));
        assertThat(role).isEqualTo(new Recovering(Samples.TERM, Setbacks.NONE));
        role = after(role, new Event.ServiceReady(EPOCH), new Event.ActiveAnnounced(EPOCH));
        assertThat(role).isEqualTo(new Active(Samples.TERM, List.of()));
    }

    @Test
    void aBlinkOfZooKeeperIsNotAFailover() {
        Role active = new Active(Samples.TERM, List.of());
        Role suspended = after(active, new Event.Disconnected());
        assertThat(suspended).isEqualTo(new Suspended(Samples.TERM));
        Step back = new Event.HeartbeatAcknowledged(EPOCH).on(suspended);
        assertThat(back).isEqualTo(Step.to(active, new Action.OpenGate(EPOCH)));
    }

    @Test
    void setbacksAddUpUntilSomebodyServes() {
        Role role = new Standby(Setbacks.NONE);
        for (int failure = 1; failure <= 3; failure++) {
            role = after(role, new Event.Elected(failure), new Event.TermFailed(failure, "late"));
            role = after(role, new Event.ServiceStopped());
            Step sidelined = new Event.LockReleased().on(role);
            assertThat(sidelined.orders())
                    .containsExactly(new Action.WakeUp(Cause.BACKING_OFF, new Setbacks(failure, 0)));
            assertThat(sidelined.role().reasons()).containsExactly("late");
            role = after(sidelined.role(), new Event.WokeUp(Cause.BACKING_OFF), new Event.StoreAccepted());
            assertThat(role).isEqualTo(new Standby(new Setbacks(failure, 0)));
        }
        assertThat(after(role, new Event.AnotherServes(EPOCH))).isEqualTo(new Standby(Setbacks.NONE));
    }

    @Test
    void setbacksInRecoveryCountToo() {
        Role recovering = new Recovering(Samples.TERM, new Setbacks(2, 0));
        for (Event event : List.of(
                new Event.ServiceFailed(EPOCH, "why"),
                new Event.AnnouncementFailed(EPOCH, "why"),
                new Event.TermLapsed(EPOCH),
                new Event.ElectionLost("why"),
                new Event.ElectionFailed("why"),
                new Event.Deposed(EPOCH, "why"))) {
            int own = event instanceof Event.ServiceFailed ? 1 : 0;
            assertThat(((SteppingDown) after(recovering, event)).setbacks()).isEqualTo(new Setbacks(3, own));
        }
        assertThat(((SteppingDown) after(recovering, new Event.StopRequested())).setbacks())
                .isEqualTo(new Setbacks(2, 0));
    }

    @Test
    void aRefusedStoreIsLookedAtLessAndLessOften() {
        Role role = new Starting();
        for (int look = 1; look <= 3; look++) {
            Step refused = new Event.StoreRefused("wiped").on(role);
            assertThat(refused.orders()).containsExactly(new Action.WakeUp(Cause.STORE_REFUSED, new Setbacks(look, 0)));
            role = after(refused.role(), new Event.WokeUp(Cause.STORE_REFUSED));
            assertThat(role.reasons()).containsExactly("wiped");
        }
    }

    @Test
    void anUnreachableStoreIsNobodysFailure() {
        Step unreachable = new Event.StoreUnreachable("silent").on(new Starting());
        assertThat(unreachable.orders()).containsExactly(new Action.WakeUp(Cause.UNREACHABLE, Setbacks.NONE));
    }

    @Test
    void aRefusedTermSidelinesTheNode() {
        Role role = after(
                new Fencing(Samples.SESSION, Setbacks.NONE),
                new Event.TermRefused(Samples.SESSION, "wiped"),
                new Event.LockReleased(),
                new Event.ServiceStopped());
        assertThat(role).isEqualTo(new Sidelined(Reasons.of(Cause.STORE_REFUSED, "wiped"), new Setbacks(1, 0)));
    }

    @Test
    void anElectionWonWhileSteppingDownIsRemembered() {
        Role role = after(new Active(Samples.TERM, List.of()), new Event.ElectionLost("expired"));
        role = after(role, new Event.Elected(0x80));
        assertThat(role.holdsLock()).isTrue();
        assertThat(after(role, new Event.ServiceStopped())).isEqualTo(new Fencing(0x80, Setbacks.NONE));
        assertThat(after(role, new Event.ElectionLost("again"), new Event.ServiceStopped()))
                .isEqualTo(new Standby(Setbacks.NONE));
    }

    @Test
    void setbacksOfSteppingDownAreForgottenWhenAnotherServes() {
        SteppingDown down = (SteppingDown) SteppingDown.backingOff("late").role();
        assertThat(((SteppingDown) after(down, new Event.AnotherServes(EPOCH))).setbacks())
                .isEqualTo(Setbacks.NONE);
    }

    @Test
    void everyRoleTellsWhetherItHoldsTheLock() {
        List<String> holders = Samples.roles().entrySet().stream()
                .filter(sample -> sample.getValue().holdsLock())
                .map(Map.Entry::getKey)
                .toList();
        assertThat(holders)
                .containsExactly(
                        "Fencing",
                        "Recovering",
                        "Active",
                        "Active, degraded",
                        "Suspended",
                        "SteppingDown, elected again",
                        "SteppingDown, giving up",
                        "SteppingDown, service stopped",
                        "SteppingDown, handing over",
                        "SteppingDown, clearing active",
                        "SteppingDown, asked to stop");
    }

    @Test
    void everyRoleHasTheLabelOfTheContract() {
        assertThat(Samples.roles().values().stream().map(Role::label).distinct())
                .containsExactly(
                        "starting",
                        "sidelined",
                        "standby",
                        "fencing",
                        "recovering",
                        "active",
                        "suspended",
                        "stepping-down",
                        "halted");
    }

    @Test
    void rolesSayWhyTheyAreNotBetter() {
        assertThat(new Active(Samples.TERM, List.of("disk full")).reasons()).containsExactly("disk full");
        assertThat(new Suspended(Samples.TERM).reasons()).isNotEmpty();
        assertThat(new Halted("stuck").reasons()).containsExactly("stuck");
        assertThat(new Standby(Setbacks.NONE).reasons()).isEmpty();
        assertThat(SteppingDown.backingOff("late").role().reasons()).containsExactly("late");
        Role ill = after(new Standby(Setbacks.NONE), new Event.Unhealthy(List.of("disk full", "no threads"), false));
        assertThat(ill.reasons()).containsExactly("disk full; no threads");
        assertThat(after(new Starting(), new Event.Unhealthy(List.of("disk full"), false))
                        .reasons())
                .containsExactly("disk full");
        assertThat(after(
                                new Sidelined(Reasons.of(Cause.BACKING_OFF, "late"), Setbacks.NONE),
                                new Event.Unhealthy(List.of("disk full"), false))
                        .reasons())
                .containsExactly("disk full", "late");
        assertThat(after(new Active(Samples.TERM, List.of()), new Event.Unhealthy(List.of("disk full"), true))
                        .reasons())
                .containsExactly("disk full");
        assertThat(new Reasons(Map.of(Cause.UNHEALTHY, "a")).with(Cause.BACKING_OFF, "b"))
                .hasToString("a; b");
    }

    @Test
    void aSidelinedNodeKnowsWhatForOthersWait() {
        Sidelined back = new Sidelined(Reasons.of(Cause.STAYING_BACK, "why"), Setbacks.NONE);
        assertThat(back.isStayingBack()).isTrue();
        assertThat(back.isLookingAgain()).isFalse();
        Sidelined looking = new Sidelined(Reasons.of(Cause.UNCHECKED, "why"), Setbacks.NONE);
        assertThat(looking.isStayingBack()).isFalse();
        assertThat(looking.isLookingAgain()).isTrue();
        assertThatThrownBy(() -> new Sidelined(Reasons.NONE, Setbacks.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Else it would win the next election as well, and cost everybody a recovery that fails. */
    @Test
    void aNodeWhoseServiceFailsAgainAndAgainStaysAwayLongerThoughOthersServe() {
        Role role = new Standby(Setbacks.NONE);
        for (int failure = 1; failure <= 3; failure++) {
            Setbacks counted = new Setbacks(failure, failure);
            role = after(
                    role,
                    new Event.Elected(Samples.SESSION),
                    new Event.TermWon(Samples.TERM),
                    new Event.ServiceFailed(EPOCH, "no heap"),
                    new Event.AnotherServes(Samples.OTHER_EPOCH),
                    new Event.ServiceStopped());
            Step sidelined = new Event.LockReleased().on(role);
            assertThat(sidelined.orders()).containsExactly(new Action.WakeUp(Cause.BACKING_OFF, counted));
            assertThat(sidelined.role().reasons()).containsExactly("no heap");
            role = after(
                    sidelined.role(),
                    new Event.AnotherServes(Samples.OTHER_EPOCH),
                    new Event.WokeUp(Cause.BACKING_OFF),
                    new Event.StoreAccepted(),
                    new Event.AnotherServes(Samples.OTHER_EPOCH));
            assertThat(role).isEqualTo(new Standby(counted));
        }
    }

    @Test
    void aPausedStandbyLeavesTheElectionAndComesBackWhenThePauseIsOver() {
        Step paused = new Event.Paused("paused until noon").on(new Standby(Setbacks.NONE));
        assertThat(paused.orders()).containsExactly(new Action.LeaveElection());
        Role role = after(paused.role(), new Event.LockReleased());
        assertThat(role).isEqualTo(new Sidelined(Reasons.of(Cause.PAUSED, "paused until noon"), Setbacks.NONE));
        assertThat(((Sidelined) role).isPausedOnly()).isTrue();
        assertThat(new Event.Paused("paused until one").on(role).role().reasons())
                .containsExactly("paused until one");

        Step over = new Event.NotPaused().on(role);

        assertThat(over.orders()).containsExactly(new Action.CheckStore());
        assertThat(after(over.role(), new Event.StoreAccepted())).isEqualTo(new Standby(Setbacks.NONE));
    }

    @Test
    void whoTookTheLockInAPauseGivesItUpAndThatIsNoSetback() {
        Role role = after(
                new Fencing(Samples.SESSION, new Setbacks(2, 0)), new Event.TermPaused(Samples.SESSION, "only n1 may"));
        assertThat(((SteppingDown) role).setbacks()).isEqualTo(new Setbacks(2, 0));
        role = after(role, new Event.ServiceStopped(), new Event.LockReleased());
        assertThat(role).isEqualTo(new Sidelined(Reasons.of(Cause.PAUSED, "only n1 may"), new Setbacks(2, 0)));
    }

    @Test
    void aNodeThatStartsInAPauseLooksAtTheStoreAndStaysOut() {
        Role role = after(new Starting(), new Event.Started(), new Event.Paused("paused"), new Event.StoreAccepted());
        assertThat(role).isEqualTo(new Sidelined(Reasons.of(Cause.PAUSED, "paused"), Setbacks.NONE));
        role = after(new Starting(), new Event.Started(), new Event.Paused("paused"), new Event.StoreRefused("wiped"));
        assertThat(((Sidelined) role).isPausedOnly()).isFalse();
        assertThat(new Event.WokeUp(Cause.STORE_REFUSED).on(role).orders()).containsExactly(new Action.CheckStore());
    }

    @Test
    void whoIsInOfficeDoesNotHeedAPause() {
        for (Role role : List.of(
                new Fencing(Samples.SESSION, Setbacks.NONE),
                new Recovering(Samples.TERM, Setbacks.NONE),
                new Active(Samples.TERM, List.of()),
                new Suspended(Samples.TERM))) {
            assertThat(new Event.Paused("paused").on(role)).isEqualTo(role.stay());
        }
    }

    @Test
    void theWaitDoublesUpToFiveMinutes() {
        assertThat(List.of(1, 2, 3, 9, 10, 100, Integer.MAX_VALUE))
                .extracting(count -> new Setbacks(count, 0).backoff(1).toSeconds())
                .containsExactly(1L, 2L, 4L, 256L, 300L, 300L, 300L);
        assertThat(Setbacks.NONE.backoff(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(new Setbacks(4, 0).backoff(0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(new Setbacks(4, 0).backoff(0.5)).isEqualTo(Duration.ofSeconds(6));
        assertThatThrownBy(() -> new Setbacks(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachCauseLastsAsLongAsItShould() {
        Setbacks many = new Setbacks(5, 0);
        assertThat(Cause.UNREACHABLE.lasts(many, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Cause.STAYING_BACK.lasts(many, 1)).isEqualTo(Duration.ofSeconds(3));
        assertThat(Cause.BACKING_OFF.lasts(many, 1)).isEqualTo(Duration.ofSeconds(16));
        assertThat(Cause.STORE_REFUSED.lasts(many, 0)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void whatAnotherTermLeftBehindChangesNothing() {
        Samples.roles()
                .forEach((name, role) -> Samples.eventsOf(Samples.OTHER_EPOCH, Samples.OTHER_SESSION)
                        .forEach((fact, event) -> assertThat(event.on(role))
                                .as("%s on %s", fact, name)
                                .isEqualTo(role.stay())));
        Event stale = new Event.SwitchoverRequested(Samples.OTHER_EPOCH, Successor.ANY);
        Samples.roles()
                .forEach((name, role) -> assertThat(stale.on(role))
                        .as("a stale switchover on %s", name)
                        .isEqualTo(role.stay()));
    }

    @Test
    void oneElectionAfterTheOther() {
        SteppingDown again = (SteppingDown) SteppingDown.reelected(0x80).role();
        assertThat(again.elected()).isEqualTo(OptionalLong.of(0x80));
        assertThat(after(again, new Event.Elected(0x90), new Event.ServiceStopped()))
                .isEqualTo(new Fencing(0x90, Setbacks.NONE));
    }

    private static Role after(Role role, Event... events) {
        Role now = role;
        for (Event event : events) {
            now = event.on(now).role();
        }
        return now;
    }
}
