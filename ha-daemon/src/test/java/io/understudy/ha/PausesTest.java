package io.understudy.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.PauseRequest;
import io.understudy.ha.membership.ControlRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom a pause forbids to take over, and until when. */
final class PausesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final PlayedBoard board = new PlayedBoard();
    private final Instant begin = board.time.orElseThrow();
    private final Deque<Optional<String>> bars = new ArrayDeque<>();
    private final Pauses pauses = new Pauses("n2", board, board, bars::add, board);
    private int version;

    @Test
    void itForbidsWhoeverIsNotOfTheLastEpoch() {
        look();
        assertThat(bars.getLast()).isEmpty();

        paused(HOUR, begin);

        assertThat(bars.getLast()).contains("paused until 2026-01-01T13:00:00Z by n3 (why): only n1 may take over");
        board.leader = Optional.of("n2");
        look();
        assertThat(bars.getLast()).isEmpty();
        assertThat(pauses.current().orElseThrow().until()).isEqualTo(begin.plus(HOUR));
    }

    @Test
    void itEndsByTheClockOfZooKeeperWithoutAnythingThatHappens() {
        paused(HOUR, begin.minus(Duration.ofMinutes(50)));
        board.pass(Duration.ofMinutes(10).minusMillis(1));
        assertThat(bars.getLast()).isPresent();

        board.pass(Duration.ofMillis(1));

        assertThat(bars.getLast()).isEmpty();
        assertThat(pauses.current()).isEmpty();
    }

    @Test
    void itEndsThoughTheClockOfZooKeeperWasSetBack() {
        paused(HOUR, begin.plus(Duration.ofDays(7)));
        board.pass(HOUR.minusMillis(1));
        assertThat(bars.getLast()).isPresent();
        board.pass(Duration.ofMillis(1));
        assertThat(bars.getLast()).isEmpty();
    }

    @Test
    void asLongAsNobodyKnowsTheTimeItLasts() {
        board.time = Optional.empty();
        paused(HOUR, begin.minus(HOUR));
        assertThat(bars.getLast()).isPresent();
        board.time = Optional.of(begin);
        look();
        assertThat(bars.getLast()).isEmpty();

        board.time = Optional.empty();
        paused(HOUR, begin);
        board.pass(HOUR);
        assertThat(bars.getLast()).isEmpty();
    }

    @Test
    void itIsTakenBackOrGivenAnotherLength() {
        paused(HOUR, begin);
        paused(Duration.ofHours(2), begin);
        board.pass(HOUR.plusMinutes(1));
        assertThat(bars.getLast()).isPresent();
        paused(Duration.ZERO, begin.plus(HOUR));
        assertThat(bars.getLast()).isEmpty();
        assertThat(pauses.current()).isEmpty();
    }

    @Test
    void noPauseIsLongerThanADay() {
        paused(Duration.ofDays(3000), begin);
        board.pass(PauseRequest.LONGEST);
        assertThat(bars.getLast()).isEmpty();
    }

    @Test
    void aSwitchoverThatWasAcceptedLetsItsCandidatesTakeOver() {
        paused(HOUR, begin);
        SwitchoverRecord asked =
                new SwitchoverRecord("s", board.epoch, Optional.empty(), "n1", Optional.empty(), begin, false);
        switchover(asked);
        assertThat(bars.getLast()).isPresent();
        switchover(asked.accept());
        assertThat(bars.getLast()).isEmpty();
        switchover(new SwitchoverRecord("s", board.epoch, Optional.of("n3"), "n1", Optional.empty(), begin, true));
        assertThat(bars.getLast()).isPresent();
        switchover(new SwitchoverRecord("s", board.epoch, Optional.of("n2"), "n1", Optional.empty(), begin, true));
        assertThat(bars.getLast()).isEmpty();

        board.epoch = new Epoch(8);
        board.leader = Optional.of("n3");
        look();
        assertThat(bars.getLast().orElseThrow()).endsWith("only n3 may take over");
    }

    @Test
    void whatIsNoPauseForbidsNothing() {
        board.shows(new ControlRecord("pause", "{\"seconds\":\"many\"}", 0, begin));
        look();
        assertThat(bars.getLast()).isEmpty();
    }

    private void paused(Duration length, Instant written) {
        version++;
        String json = new PauseRecord("p-" + version, board.epoch, length, "why", "n3", Instant.EPOCH).toJson();
        board.shows(new ControlRecord("pause", json, version, written));
        look();
    }

    private void switchover(SwitchoverRecord record) {
        board.shows(new ControlRecord("switchover", record.toJson(), 0, begin));
        look();
    }

    private void look() {
        pauses.look();
        board.settle();
    }
}
