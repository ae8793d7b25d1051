package io.understudy.session;

import static io.understudy.session.testing.Samples.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SmallValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1x", " 1", "2147483648", "9999999999", "12345678901", "１"})
    void whatIsNoSessionId(String text) {
        assertThat(SessionId.parse(text)).isEmpty();
    }

    @Test
    void sessionIds() {
        assertThat(SessionId.parse("0")).contains(new SessionId(0));
        assertThat(SessionId.parse("2147483647")).contains(new SessionId(Integer.MAX_VALUE));
        assertThat(new SessionId(7)).hasToString("7");
        assertThat(new SessionId(7)).isLessThan(new SessionId(8)).isGreaterThan(new SessionId(6));
        assertThatThrownBy(() -> new SessionId(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statesAsClientsSeeThem() {
        assertThat(Arrays.stream(SessionState.values()).map(SessionState::shown))
                .containsExactly("starting", "starting", "starting", "running", "success", "dead", "killed");
        assertThat(Arrays.stream(SessionState.values()).filter(SessionState::isFinal))
                .containsExactly(SessionState.SUCCESS, SessionState.DEAD, SessionState.KILLED);
        assertThat(SessionState.SUBMITTING.label()).isEqualTo("submitting");
    }

    @Test
    void endings() {
        assertThat(Arrays.stream(Ending.values()).filter(Ending::isRevocable))
                .containsExactly(Ending.REJECTED, Ending.OUTCOME_UNKNOWN, Ending.LOST);
        assertThat(Ending.OUTCOME_UNKNOWN.label()).isEqualTo("outcome_unknown");
    }

    @Test
    void attemptsCountFromOne() {
        assertThat(new Attempt(1, "n1", "i").number()).isEqualTo(1);
        assertThatThrownBy(() -> new Attempt(0, "n1", "i")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"application_1700000000000_0001", "application_1_12345"})
    void applicationIdsReadBack(String text) {
        assertThat(ApplicationId.parse(text).orElseThrow()).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application_1", "application__1", "app_1_1", "application_1_1x", "application_x_1"})
    void whatIsNoApplicationId(String text) {
        assertThat(ApplicationId.parse(text)).isEmpty();
    }

    @Test
    void keysArePrintable() {
        assertThat(IdempotencyKey.isValid("a")).isTrue();
        assertThat(IdempotencyKey.isValid(" ~")).isTrue();
        assertThat(IdempotencyKey.isValid("k".repeat(128))).isTrue();
        assertThat(IdempotencyKey.isValid("k".repeat(129))).isFalse();
        assertThat(IdempotencyKey.isValid("")).isFalse();
        assertThat(IdempotencyKey.isValid("a\n")).isFalse();
        assertThat(IdempotencyKey.isValid("ä")).isFalse();
        assertThatThrownBy(() -> new IdempotencyKey(Optional.empty(), "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tagsReadBack() {
        SessionTag tag = SessionTag.draw("0123abcd", new SessionId(7), new Random(1));

        assertThat(tag.toString()).matches("understudy-0123abcd-7-[0-9a-z]{8}");
        assertThat(SessionTag.parse(tag.toString())).contains(tag);
        assertThat(tag.storeTag()).isEqualTo("understudy-0123abcd");
        assertThat(SessionTag.draw("0123abcd", new SessionId(7), new Random(2))).isNotEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "understudy-0123abcd",
                "understudy-0123ABCD-7-random00",
                "understudy-0123abcd-x-random00",
                "understudy-0123abcd-9999999999-random00",
                "understudy-0123abcd-7-random0",
                "nightly"
            })
    void whatIsNoTagOfASession(String text) {
        assertThat(SessionTag.parse(text)).isEmpty();
    }

    @Test
    void shortDiagnosticsStayWhole() {
        String most = "x".repeat(Diagnostics.MAX_BYTES);

        assertThat(Diagnostics.of(most).text()).isEqualTo(most);
        assertThat(Diagnostics.of("").text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "汉", "😀"})
    void longDiagnosticsAreCutBetweenCharactersAndSayIt(String character) {
        String text = Diagnostics.of(character.repeat(5000)).text();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;

        assertThat(text).startsWith(character).endsWith("(cut here: too long for the record)");
        assertThat(text.substring(0, text.indexOf('\n')).replace(character, "")).isEmpty();
        assertThat(bytes).isBetween(Diagnostics.MAX_BYTES - 3, Diagnostics.MAX_BYTES);
    }

    @Test
    void diagnosticsHaveABound() {
        assertThatThrownBy(() -> new Diagnostics("x".repeat(Diagnostics.MAX_BYTES + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // from, size -> first, count, of 250 lines; -9 is absent
        "-9, -9, 150, 100",
        "-1, -9, 150, 100",
        "-1, 10, 240, 10",
        "-9, 1000, 0, 250",
        "-9, -1, 0, 250",
        "-9, 0, 250, 0",
        "0, 0, 0, 0",
        "0, -9, 0, 100",
        "200, -9, 200, 50",
        "249, 10, 249, 1",
        "250, 10, 250, 0",
        "300, 10, 300, 0",
        "10, -1, 10, 240",
        "0, 2147483647, 0, 250",
    })
    void pagesOfALog(int from, int size, int first, int count) {
        List<String> log = IntStream.range(0, 250).mapToObj(Integer::toString).toList();

        LogPage page = LogPage.of(log, given(from), given(size));

        assertThat(page.from()).isEqualTo(first);
        assertThat(page.total()).isEqualTo(250);
        assertThat(page.lines()).hasSize(count);
        assertThat(page.lines()).isEqualTo(log.subList(Math.min(first, 250), Math.min(first, 250) + count));
    }

    @Test
    void aCommandHasAProgram() {
        assertThatThrownBy(() -> new CommandSubmission(
                        APPLICATION,
                        "batch",
                        Set.of(),
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        512,
                        1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static OptionalInt given(int number) {
        return number == -9 ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
