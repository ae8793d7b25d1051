package io.understudy.ha.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a node was ordered to do and has not done yet, and the state of its surroundings that follows. */
final class Duties {

    private final Set<Cause> wakeUps = EnumSet.noneOf(Cause.class);
    private boolean checking;
    private boolean inElection;
    private boolean leaving;
    private boolean deactivating;
    private boolean serviceOn;
    private boolean gateOpen;
    private Optional<Long> winning = Optional.empty();
    private Optional<Epoch> activating = Optional.empty();
    private Optional<Epoch> announcing = Optional.empty();
    private Optional<Epoch> clearing = Optional.empty();
    private Optional<Epoch> office = Optional.empty();

    void ordered(Action order) {
        if (order instanceof Action.CheckStore) {
            checking = true;
        } else if (order instanceof Action.JoinElection) {
            assertThat(inElection).as("in the election before JoinElection").isFalse();
            inElection = true;
        } else if (order instanceof Action.LeaveElection) {
            inElection = false;
            leaving = true;
        } else if (order instanceof Action.WakeUp wakeUp) {
            wakeUps.add(wakeUp.cause());
        } else if (order instanceof Action.WinTerm win) {
            winning = Optional.of(win.session());
        } else if (order instanceof Action.DeactivateService) {
            deactivating = true;
        } else if (order instanceof Action.ClearActive clear) {
            assertThat(office).as("office while active is cleared").contains(clear.epoch());
            clearing = Optional.of(clear.epoch());
        } else {
            orderedInOffice(order);
        }
    }

    private void orderedInOffice(Action order) {
        if (order instanceof Action.ActivateService activate) {
            assertThat(serviceOn)
                    .as("the service serves before ActivateService")
                    .isFalse();
            serviceOn = true;
            office = Optional.of(activate.term().epoch());
            activating = office;
        } else if (order instanceof Action.AnnounceActive announce) {
            announcing = Optional.of(announce.term().epoch());
        } else if (order instanceof Action.OpenGate open) {
            assertThat(office).as("office when the gate opens").contains(open.epoch());
            gateOpen = true;
        } else if (order instanceof Action.ShutGate) {
            gateOpen = false;
        } else if (order instanceof Action.EndTerm) {
            office = Optional.empty();
            clearing = Optional.empty();
        }
    }

    void answered(Event event) {
        if (event instanceof Event.WokeUp woke) {
            wakeUps.remove(woke.cause());
        }
        checking &= !(event instanceof Event.StoreAccepted
                || event instanceof Event.StoreRefused
                || event instanceof Event.StoreUnreachable);
        leaving &= !(event instanceof Event.LockReleased);
        if (event instanceof Event.ServiceStopped) {
            deactivating = false;
            serviceOn = false;
        }
        winning = winning.filter(on -> !(event instanceof Event.TermWon
                || event instanceof Event.TermFailed
                || event instanceof Event.TermRefused));
        activating =
                activating.filter(of -> !(event instanceof Event.ServiceReady || event instanceof Event.ServiceFailed));
        announcing = announcing.filter(
                of -> !(event instanceof Event.ActiveAnnounced || event instanceof Event.AnnouncementFailed));
        clearing = clearing.filter(of -> !(event instanceof Event.ActiveCleared));
    }

    Set<Cause> wakeUps() {
        return wakeUps;
    }

    boolean checking() {
        return checking;
    }

    boolean inElection() {
        return inElection;
    }

    boolean leaving() {
        return leaving;
    }

    boolean deactivating() {
        return deactivating;
    }

    boolean serviceOn() {
        return serviceOn;
    }

    boolean gateOpen() {
        return gateOpen;
    }

    Optional<Long> winning() {
        return winning;
    }

    Optional<Epoch> activating() {
        return activating;
    }

    Optional<Epoch> announcing() {
        return announcing;
    }

    Optional<Epoch> clearing() {
        return clearing;
    }

    Optional<Epoch> office() {
        return office;
    }
}
