package io.understudy.session.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.MemorySize;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormatTest {

    @ParameterizedTest
    @CsvSource({"1ms,PT0.001S", "2s,PT2S", "3m,PT3M", "4h,PT4H", "5d,PT120H", "36500d,PT876000H"})
    void durations(String text, Duration value) {
        assertThat(Format.duration().parse(text)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "0s", "1.5s", "1 s", "1w", "36501d", "9999999999s"})
    void noDurations(String text) {
        assertThat(Format.duration().parse(text)).isEmpty();
    }

    @Test
    void integersAreWithinTheirBounds() {
        Format<Integer> format = Format.integer(-1, 10);
        assertThat(format.parse("-1")).contains(-1);
        assertThat(format.parse("10")).contains(10);
        assertThat(List.of("-2", "11", "1e1", "", "99999999999", "ten"))
                .allMatch(text -> format.parse(text).isEmpty());
        assertThat(Format.milliseconds(1, 1000).parse("1000")).contains(Duration.ofSeconds(1));
        assertThat(Format.milliseconds(1, 1000).parse("1001")).isEmpty();
    }

    @Test
    void textsAreSeparatedByCommas() {
        assertThat(Format.texts("texts").parse(" a, b ,,c")).contains(List.of("a", "b", "c"));
        assertThat(Format.texts("texts").parse("")).contains(List.of());
    }

    @Test
    void otherFormats() {
        assertThat(Format.text().parse("  ")).isEmpty();
        assertThat(Format.text("digits", "[0-9]+").parse(" 12 ")).contains("12");
        assertThat(Format.text("digits", "[0-9]+").parse("12a")).isEmpty();
        assertThat(Format.bool().parse("true")).contains(true);
        assertThat(Format.bool().parse("false")).contains(false);
        assertThat(Format.bool().parse("yes")).isEmpty();
        assertThat(Format.memory().parse("2g")).contains(new MemorySize(2048));
    }

    @Test
    void hostsAndPorts() {
        assertThat(HostPort.parse("worker.example:65535")).contains(new HostPort("worker.example", 65_535));
        assertThat(HostPort.parse("[::1]:80")).contains(new HostPort("::1", 80));
        assertThat(new HostPort("::1", 80)).hasToString("[::1]:80");
        assertThat(new HostPort("h", 80)).hasToString("h:80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "h:", ":80", "h:65536", "h:-1", "::1:80", "http://h:80", "h h:80"})
    void noHostsAndPorts(String text) {
        assertThat(HostPort.parse(text)).isEmpty();
    }

    @Test
    void quorums() {
        assertThat(List.of("a:1", "a:1,b:2", "[::1]:2181,b:2/kafka/zoo"))
                .allMatch(text -> Format.quorum().parse(text).isPresent());
        assertThat(List.of("", "a", "a:1,", "a:99999", "a:1, b:2", "a:1//x", "a:1/", "a:1/..", "http://a:1"))
                .allMatch(text -> Format.quorum().parse(text).isEmpty());
    }
}
