package io.understudy.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.SubmissionLog;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SubmissionDraftTest {

    private final SubmissionDraft draft = new SubmissionDraft(1);

    @Test
    void onlyWholeLinesAreTold() {
        draft.write("one\ntw");
        SubmissionLog first = draft.after(SubmissionLog.NONE);
        assertThat(first).isEqualTo(new SubmissionLog(1, false, "one\n"));
        assertThat(draft.after(first)).isEqualTo(first);

        draft.write("o\r\nthree");
        draft.end(Optional.of("it was\nstopped"));
        draft.write("late\n");
        assertThat(draft.after(first)).isEqualTo(new SubmissionLog(1, true, "one\ntwo\nthree\nit was stopped\n"));
    }

    @Test
    void whatDoesNotStandYetIsToldAgain() {
        draft.write("one\n");
        SubmissionLog first = draft.after(SubmissionLog.NONE);
        draft.write("two\n");

        assertThat(draft.after(SubmissionLog.NONE)).isEqualTo(first);
        assertThat(draft.after(first).text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void ofManyLinesTheFirstAndTheLastOnes() {
        for (int i = 0; i < 10_000; i++) {
            draft.write("line " + i + "\n");
        }
        SubmissionLog meanwhile = draft.after(SubmissionLog.NONE);
        draft.end(Optional.empty());
        List<String> lines = draft.after(meanwhile).text().lines().toList();
        int shown = (int) meanwhile.text().lines().count();

        assertThat(lines.subList(0, shown))
                .isEqualTo(IntStream.range(0, shown).mapToObj(i -> "line " + i).toList());
        int last = lines.size() - shown - 1;
        assertThat(lines.get(shown)).isEqualTo("... (%d lines are left out here)".formatted(10_000 - shown - last));
        assertThat(lines.subList(shown + 1, lines.size()))
                .isEqualTo(IntStream.range(10_000 - last, 10_000)
                        .mapToObj(i -> "line " + i)
                        .toList());
        assertThat(shown).isGreaterThan(1000);
        assertThat(last).isGreaterThan(1000);
    }

    @Test
    void aLongLineIsCutVisibly() {
        for (int i = 0; i < 1000; i++) {
            draft.write("x".repeat(1000));
        }
        draft.write("\nnext\n");

        assertThat(draft.after(SubmissionLog.NONE).text())
                .isEqualTo("x".repeat(4096) + " ... (the line is longer)\nnext\n");
    }

    @Test
    void goingOnInAnotherProcessLeavesAMark() {
        SubmissionLog open = new SubmissionLog(1, false, "one\n");
        draft.write("three\n");
        assertThat(draft.after(open).text().lines())
                .containsExactly(
                        "one", "(some lines may be missing here: the service went on in another process)", "three");

        SubmissionDraft second = new SubmissionDraft(2);
        second.end(Optional.empty());
        assertThat(second.after(open).text().lines())
                .containsExactly("one", "(some lines may be missing here: the service went on in another process)");
    }

    @Test
    void nothingIsAddedToWhatIsClosed() {
        SubmissionLog closed = new SubmissionLog(1, true, "one\n");
        draft.write("two\n");
        draft.end(Optional.of("no"));

        assertThat(draft.after(closed)).isEqualTo(closed);
        assertThat(new SubmissionDraft(1)
                        .after(SubmissionLog.unreadable("it is damaged"))
                        .text())
                .contains("it is damaged");
    }

    /** Many attempts with any output, of which some are seen and some are not. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void itOnlyGrowsAndHasRoom(long seed) {
        Random random = new Random(seed);
        SubmissionLog stored = SubmissionLog.NONE;
        for (int attempt = 1; attempt < 60; attempt++) {
            SubmissionDraft next = new SubmissionDraft(attempt);
            int pieces = random.nextInt(100);
            for (int i = 0; i < pieces; i++) {
                next.write(
                        "\u0001é\"\n \uD83D\uDE00".substring(random.nextInt(5)).repeat(random.nextInt(100)));
                SubmissionLog later = random.nextInt(10) == 0 ? next.after(stored) : stored;
                assertThat(later.text()).startsWith(stored.text());
                assertThat(later.isLaterThan(stored)).isTrue();
                stored = later;
            }
            next.end(random.nextBoolean() ? Optional.of("y".repeat(10_000)) : Optional.empty());
            if (random.nextInt(3) > 0) {
                SubmissionLog later = next.after(stored);
                later = later.equals(stored) ? stored : next.after(later).equals(later) ? later : next.after(later);
                assertThat(later.text()).startsWith(stored.text());
                stored = later;
            }
            assertThat(SubmissionLog.weight(stored.text())).isLessThan(SubmissionLog.MAX_BYTES - 1000);
        }
    }
}
