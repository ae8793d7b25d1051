package io.understudy.ha.role;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.Term;
import io.understudy.ha.role.Awaited.Clearing;
import io.understudy.ha.role.Awaited.Release;
import io.understudy.ha.role.Awaited.ServiceStop;
import io.understudy.ha.role.Event.ActiveCleared;
import io.understudy.ha.role.Event.Deposed;
import io.understudy.ha.role.Event.Elected;
import io.understudy.ha.role.Event.ElectionFailed;
import io.understudy.ha.role.Event.ElectionLost;
import io.understudy.ha.role.Event.TermLapsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * On the way out. Ends when nothing is awaited any more: as a standby if there is no reason against it, else sidelined.
 *
 * <p>Without reasons the elector is still in the election (its session was lost, and it stands again by itself), so that
 * it may be elected before the service has stopped: that is remembered. With reasons the election is left, at the latest
 * when {@code active} is cleared.
 *
 * @param awaited what must happen first
 * @param why reasons to keep out of the election afterwards
 * @param setbacks that the next attempt inherits
 * @param elected the session on which the lock was taken meanwhile
 */
public record SteppingDown(List<Awaited> awaited, Reasons why, Setbacks setbacks, OptionalLong elected)
        implements Role {

    private static final Awaited STOP = new ServiceStop();
    private static final Awaited RELEASE = new Release();

    public SteppingDown {
        awaited = List.copyOf(awaited);
    }

    /** Leaves the election without ever having held office. */
    static Step leaving(Reasons why, Setbacks setbacks) {
        return Step.to(
                new SteppingDown(List.of(RELEASE), why, setbacks, OptionalLong.empty()), new Action.LeaveElection());
    }

    /** Gives the lock up at once, whatever the service still does: the fence holds its writes back. */
    static Step abandoning(Reasons why, Setbacks setbacks) {
        return Step.to(
                new SteppingDown(List.of(STOP, RELEASE), why, setbacks, OptionalLong.empty()),
                new Action.ShutGate(),
                new Action.EndTerm(),
                new Action.LeaveElection(),
                new Action.DeactivateService());
    }

    /** As {@link #abandoning}, after a first setback in office. */
    static Step backingOff(String why) {
        return abandoning(Reasons.of(Cause.BACKING_OFF, why), Setbacks.NONE.next());
    }

    /** The lock is gone already, and the elector stands for election again. */
    static Step lost() {
        return Step.to(
                new SteppingDown(List.of(STOP), Reasons.NONE, Setbacks.NONE, OptionalLong.empty()),
                new Action.ShutGate(),
                new Action.EndTerm(),
                new Action.DeactivateService());
    }

    /** The lock is held again, on another session. */
    static Step reelected(long session) {
        Step lost = lost();
        return new Step(
                new SteppingDown(List.of(STOP), Reasons.NONE, Setbacks.NONE, OptionalLong.of(session)), lost.orders());
    }

    /** Planned: writes in flight end first, then {@code active} is cleared, and only then the lock is given up. */
    static Step handingOver(Term term, Reasons why) {
        return Step.to(
                new SteppingDown(List.of(STOP, new Clearing(term.epoch())), why, Setbacks.NONE, OptionalLong.empty()),
                new Action.ShutGate(),
                new Action.DeactivateService());
    }

    @Override
    public String label() {
        return "stepping-down";
    }

    @Override
    public List<String> reasons() {
        return why.sentences();
    }

    @Override
    public boolean holdsLock() {
        return elected.isPresent() || awaited.contains(RELEASE) || clearing().isPresent();
    }

    @Override
    public Step serviceStopped() {
        SteppingDown next = without(STOP);
        return clearing()
                .filter(ignored -> awaited.contains(STOP))
                .map(clearing -> Step.to(next, new Action.ClearActive(clearing.epoch())))
                .orElseGet(next::settle);
    }

    @Override
    public Step activeCleared(ActiveCleared event) {
        return isClearing(event.epoch()) ? release() : stay();
    }

    @Override
    public Step lockReleased() {
        return without(RELEASE).settle();
    }

    @Override
    public Step deposed(Deposed event) {
        return isClearing(event.epoch()) ? release() : stay();
    }

    @Override
    public Step termLapsed(TermLapsed event) {
        return isClearing(event.epoch()) ? release() : stay();
    }

    @Override
    public Step elected(Elected event) {
        return standsForElection() ? Step.to(remembering(OptionalLong.of(event.session()))) : stay();
    }

    @Override
    public Step electionLost(ElectionLost event) {
        return standsForElection() ? Step.to(remembering(OptionalLong.empty())) : release();
    }

    @Override
    public Step electionFailed(ElectionFailed event) {
        return standsForElection() ? leave(why.with(Cause.BACKING_OFF, event.why()), setbacks.next()) : release();
    }

    @Override
    public Step anotherServes() {
        return Step.to(new SteppingDown(awaited, why, setbacks.whenAnotherServes(), elected));
    }

    @Override
    public Step stopRequested() {
        Reasons stopping = why.with(Cause.STOPPING, "asked to stop");
        return standsForElection()
                ? leave(stopping, setbacks)
                : Step.to(new SteppingDown(awaited, stopping, setbacks, elected));
    }

    /** Whether the elector is still in the election. */
    private boolean standsForElection() {
        return why.none();
    }

    /** From clearing {@code active} on to giving the lock up; nothing to do in any other phase. */
    private Step release() {
        return clearing()
                .map(clearing -> without(clearing).leave(why, setbacks))
                .orElseGet(this::stay);
    }

    private Step leave(Reasons reasons, Setbacks counted) {
        List<Awaited> more = new ArrayList<>(awaited);
        more.add(RELEASE);
        return Step.to(
                new SteppingDown(more, reasons, counted, OptionalLong.empty()),
                new Action.EndTerm(),
                new Action.LeaveElection());
    }

    private Step settle() {
        if (!awaited.isEmpty()) {
            return Step.to(this);
        }
        if (why.has(Cause.STOPPING)) {
            return Step.to(new Halted("stopped as asked"), new Action.Finish());
        }
        return standsForElection() ? asCandidate() : sidelined();
    }

    private Step asCandidate() {
        Standby standby = new Standby(setbacks);
        return elected.isPresent() ? standby.elected(new Elected(elected.getAsLong())) : Step.to(standby);
    }

    private Step sidelined() {
        List<Action> wakeUps = why.texts().keySet().stream()
                .filter(Cause::endsByItself)
                .map(cause -> (Action) new Action.WakeUp(cause, setbacks))
                .toList();
        return new Step(new Sidelined(why, setbacks), wakeUps);
    }

    private Optional<Clearing> clearing() {
        return awaited.stream()
                .filter(Clearing.class::isInstance)
                .map(Clearing.class::cast)
                .findFirst();
    }

    private boolean isClearing(Epoch epoch) {
        return awaited.contains(new Clearing(epoch));
    }

    private SteppingDown without(Awaited fact) {
        List<Awaited> left =
                awaited.stream().filter(other -> !other.equals(fact)).toList();
        return new SteppingDown(left, why, setbacks, elected);
    }

    private SteppingDown remembering(OptionalLong session) {
        return new SteppingDown(awaited, why, setbacks, session);
    }
}
