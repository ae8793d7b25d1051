package io.understudy.ha.role;

import io.understudy.ha.role.Event.ActiveAnnounced;
import io.understudy.ha.role.Event.ActiveCleared;
import io.understudy.ha.role.Event.AnnouncementFailed;
import io.understudy.ha.role.Event.Deposed;
import io.understudy.ha.role.Event.Elected;
import io.understudy.ha.role.Event.ElectionFailed;
import io.understudy.ha.role.Event.ElectionLost;
import io.understudy.ha.role.Event.HeartbeatAcknowledged;
import io.understudy.ha.role.Event.LeaseOver;
import io.understudy.ha.role.Event.Paused;
import io.understudy.ha.role.Event.ServiceFailed;
import io.understudy.ha.role.Event.ServiceReady;
import io.understudy.ha.role.Event.StoreRefused;
import io.understudy.ha.role.Event.StoreUnreachable;
import io.understudy.ha.role.Event.Stuck;
import io.understudy.ha.role.Event.SwitchoverRequested;
import io.understudy.ha.role.Event.TermFailed;
import io.understudy.ha.role.Event.TermLapsed;
import io.understudy.ha.role.Event.TermPaused;
import io.understudy.ha.role.Event.TermRefused;
import io.understudy.ha.role.Event.TermWon;
import io.understudy.ha.role.Event.Unhealthy;
import io.understudy.ha.role.Event.WokeUp;
import java.util.List;

/**
 * What a node is in the cluster. A value: an event gives the next role and the orders that go with it.
 *
 * <pre>
 * Starting -> Sidelined &lt;-> Standby -> Fencing -> Recovering -> Active &lt;-> Suspended
 *                ^             ^          |           |           |          |
 *                +-------------+---- SteppingDown &lt;---+-----------+----------+
 *                                         |
 *                                       Halted
 * </pre>
 *
 * One method for each event; a role that does not care stays as it is. The table of all transitions is
 * docs/role-table.md, printed from this code.
 */
public sealed interface Role
        permits Starting, Sidelined, Standby, Fencing, Recovering, Active, Suspended, SteppingDown, Halted {

    /** The name that {@code /ha/status} shows. */
    String label();

    /** Why this node is not better, a sentence each. */
    default List<String> reasons() {
        return List.of();
    }

    /** Whether this node holds the election's lock, as far as it knows. */
    default boolean holdsLock() {
        return false;
    }

    /** No change and no orders. */
    default Step stay() {
        return Step.to(this);
    }

    default Step started() {
        return stay();
    }

    default Step stopRequested() {
        return stay();
    }

    default Step storeAccepted() {
        return stay();
    }

    default Step storeRefused(StoreRefused event) {
        return stay();
    }

    default Step storeUnreachable(StoreUnreachable event) {
        return stay();
    }

    default Step healthy() {
        return stay();
    }

    default Step unhealthy(Unhealthy event) {
        return stay();
    }

    default Step elected(Elected event) {
        return stay();
    }

    default Step electionLost(ElectionLost event) {
        return stay();
    }

    default Step electionFailed(ElectionFailed event) {
        return stay();
    }

    default Step lockReleased() {
        return stay();
    }

    default Step disconnected() {
        return stay();
    }

    default Step termWon(TermWon event) {
        return stay();
    }

    default Step termFailed(TermFailed event) {
        return stay();
    }

    default Step termRefused(TermRefused event) {
        return stay();
    }

    default Step termPaused(TermPaused event) {
        return stay();
    }

    default Step serviceReady(ServiceReady event) {
        return stay();
    }

    default Step serviceFailed(ServiceFailed event) {
        return stay();
    }

    default Step activeAnnounced(ActiveAnnounced event) {
        return stay();
    }

    default Step announcementFailed(AnnouncementFailed event) {
        return stay();
    }

    default Step heartbeatAcknowledged(HeartbeatAcknowledged event) {
        return stay();
    }

    default Step leaseOver(LeaseOver event) {
        return stay();
    }

    default Step termLapsed(TermLapsed event) {
        return stay();
    }

    default Step deposed(Deposed event) {
        return stay();
    }

    default Step switchoverRequested(SwitchoverRequested event) {
        return stay();
    }

    default Step paused(Paused event) {
        return stay();
    }

    default Step notPaused() {
        return stay();
    }

    default Step anotherServes() {
        return stay();
    }

    default Step serviceStopped() {
        return stay();
    }

    default Step activeCleared(ActiveCleared event) {
        return stay();
    }

    default Step wokeUp(WokeUp event) {
        return stay();
    }

    /** Whatever the role: a node of which something does not stop must not go on. */
    default Step stuck(Stuck event) {
        return Step.to(new Halted(event.why()), new Action.ShutGate(), new Action.Halt(event.why()));
    }
}
