package io.understudy.ha.role;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.Term;

/** An order that a step gives. The node carries it out; what becomes of it comes back as an {@link Event}. */
public sealed interface Action {

    /** Ask whether this node may lead the store as it stands now. Comes back as one of the {@code Store...} events. */
    record CheckStore() implements Action {}

    /** Join the election. */
    record JoinElection() implements Action {}

    /** Leave the election and give the lock up, if held. Comes back as {@link Event.LockReleased}. */
    record LeaveElection() implements Action {}

    /** Raise the fence on the session that holds the lock. */
    record WinTerm(long session) implements Action {}

    /** Let the service read the store of a term and get ready. */
    record ActivateService(Term term) implements Action {}

    /** Write who serves: the last step of recovery, sent after its last read. */
    record AnnounceActive(Term term) implements Action {}

    /** Open the gate of a term. */
    record OpenGate(Epoch epoch) implements Action {}

    /** Shut the gate, first of all. */
    record ShutGate() implements Action {}

    /** Prove to the quorum, at once, that the term is in office. */
    record SendHeartbeat() implements Action {}

    /** Let the service finish its writes in flight, a bounded time, and forget everything. */
    record DeactivateService() implements Action {}

    /** Use the store of the term no more: what is in flight ends as unknown. */
    record EndTerm() implements Action {}

    /** Write that nobody serves. Comes back as {@link Event.ActiveCleared}, whatever became of it. */
    record ClearActive(Epoch epoch) implements Action {}

    /** Post {@link Event.WokeUp} after {@link Cause#lasts}. */
    record WakeUp(Cause cause, Setbacks setbacks) implements Action {}

    /** The node has stopped in good order. */
    record Finish() implements Action {}

    /** End the process now: something of this node would not stop. */
    record Halt(String why) implements Action {}
}
