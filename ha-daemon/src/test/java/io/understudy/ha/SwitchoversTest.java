package io.understudy.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.ha.membership.ControlOutcome;
import io.understudy.ha.membership.ControlRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a node takes up a request for a switchover. */
final class SwitchoversTest {

    private static final Duration WAIT = Duration.ofMillis(300);

    private final PlayedBoard board = new PlayedBoard();
    private final List<String> orders = new ArrayList<>();
    private boolean serves = true;
    private final Switchovers switchovers = new Switchovers(
            "n1",
            board,
            board,
            epoch -> serves && epoch.equals(board.epoch),
            (epoch, to) -> orders.add(epoch + " " + to.orElse("anybody")),
            board);

    @Test
    void theActiveHandsOverAsSoonAsTheOthersAreBack() {
        cluster(false);
        asked(Optional.of("n2"));
        board.changes.remove().reply().accept(new ControlOutcome.Done(1));
        accepted(Optional.of("n2"));
        assertThat(orders).isEmpty();

        cluster(true);
        look();

        assertThat(orders).containsExactly("7 n2");
        board.pass(WAIT);
        assertThat(orders).hasSize(1);
    }

    @Test
    void theOthersHaveTimeFromTheAcceptanceOnThatWasSeen() {
        cluster(false);
        asked(Optional.of("n2"));
        board.pass(Duration.ofSeconds(2));
        assertThat(orders).isEmpty();

        accepted(Optional.of("n2"));
        board.pass(WAIT.minusMillis(1));
        assertThat(orders).isEmpty();
        board.pass(Duration.ofMillis(1));
        assertThat(orders).containsExactly("7 n2");
    }

    @Test
    void whoeverTakesOverFromNobodyInParticularNeedsNoWait() {
        cluster(false);
        accepted(Optional.empty());
        assertThat(orders).containsExactly("7 anybody");
    }

    @Test
    void inAPauseTheActiveWaitsForACandidateThatStands() {
        board.member("n1", true, false);
        board.member("n2", false, false);
        accepted(Optional.empty());
        assertThat(orders).isEmpty();

        board.member("n2", true, false);
        look();

        assertThat(orders).containsExactly("7 anybody");
    }

    @Test
    void anAcceptanceOfWhichNobodyCanSayWhatBecameIsRepeatedUntilItIsSeen() {
        cluster(true);
        asked(Optional.of("n2"));
        board.changes.remove().reply().accept(new ControlOutcome.Unknown("connection lost"));
        look();
        assertThat(board.changes).isEmpty();

        board.pass(WAIT);

        assertThat(board.changes).hasSize(1);
        assertThat(board.changes.peek().version()).isZero();
        assertThat(orders).isEmpty();
        accepted(Optional.of("n2"));
        assertThat(orders).containsExactly("7 n2");
    }

    @Test
    void theOthersStayBackFromWhatWasAccepted() {
        serves = false;
        asked(Optional.of("n2"));
        assertThat(orders).isEmpty();
        accepted(Optional.of("n2"));
        look();
        assertThat(orders).containsExactly("7 n2");
    }

    @Test
    void aRequestOfAnotherEpochIsNobodys() {
        board.epoch = new Epoch(8);
        asked(Optional.of("n2"));
        accepted(Optional.of("n2"));
        serves = false;
        look();
        assertThat(board.changes).isEmpty();
        assertThat(orders).isEmpty();
    }

    private void cluster(boolean back) {
        board.member("n1", true, false);
        board.member("n2", true, false);
        board.member("n3", !back, back);
    }

    private void asked(Optional<String> to) {
        board.shows(new ControlRecord("switchover", record(to).toJson(), 0, Instant.EPOCH));
        look();
    }

    private void accepted(Optional<String> to) {
        board.shows(new ControlRecord("switchover", record(to).accept().toJson(), 1, Instant.EPOCH));
        look();
    }

    private static SwitchoverRecord record(Optional<String> to) {
        return new SwitchoverRecord("s-1", new Epoch(7), to, "n3", Optional.empty(), Instant.EPOCH, false);
    }

    private void look() {
        switchovers.look();
        board.settle();
    }
}
