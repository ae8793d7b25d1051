package io.understudy.session.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LoggedAuditTest {

    private static final Origin FROM = new Origin("10.0.0.5", "n1");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LoggedAudit.LOGGER);

    @BeforeEach
    void listen() {
        lines.start();
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    private String line(Deed deed) {
        lines.list.clear();
        new LoggedAudit("n2").write(deed);
        assertThat(lines.list).hasSize(1);
        return lines.list.get(0).getFormattedMessage();
    }

    private static Deed post(Optional<String> user, String name) {
        return new Deed(user, FROM, "POST", "/batches", Map.of("name", name), "201");
    }

    @Test
    void oneLineSaysWhoDidWhatFromWhereThroughWhichNode() {
        assertThat(line(post(Optional.of("alice"), "nightly")))
                .isEqualTo(
                        "user=alice client=10.0.0.5 via=n1 node=n2 request=\"POST /batches\" name=nightly result=201");
        assertThat(lines.list.get(0).getKeyValuePairs())
                .extracting(pair -> pair.key + " " + pair.value)
                .contains("user alice", "request POST /batches", "result 201");
    }

    @Test
    void nobodyIsADash() {
        assertThat(line(post(Optional.empty(), "a"))).startsWith("user=- ");
    }

    @Test
    void whatAClientChoseEndsNoLineAndBeginsNoValue() {
        assertThat(line(post(Optional.of("eve"), "a\nuser=root"))).contains("name=\"a\\u{a}user=root\" result");
        assertThat(line(post(Optional.of("eve"), "a\" result=\"403"))).contains("name=\"a\\\" result=\\\"403\" ");
        assertThat(line(post(Optional.of("eve"), "a\u2028b\u202ec\u001b[31m\u0085\\")))
                .contains("name=\"a\\u{2028}b\\u{202e}c\\u{1b}[31m\\u{85}\\\\\"");
        assertThat(line(post(Optional.of("x y"), "Ünïcode")))
                .contains("user=\"x y\"")
                .contains("name=\"Ünïcode\"");
        assertThat(line(post(Optional.of("eve"), ""))).contains("name=\"\" ");
    }

    @Test
    void noValueIsEndless() {
        assertThat(line(post(Optional.of("eve"), "x".repeat(5000))))
                .hasSizeLessThan(400)
                .contains("x...\"");
    }

    @Test
    void ofAKeyThereIsTheBeginning() {
        assertThat(Deed.shortened("0123456789")).isEqualTo("01234567");
        assertThat(Deed.shortened("0123")).isEqualTo("0123");
    }
}
