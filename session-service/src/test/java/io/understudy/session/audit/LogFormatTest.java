package io.understudy.session.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What the log looks like, as people and as programs want it. */
final class LogFormatTest {

    private static final URL CONFIGURATION =
            Objects.requireNonNull(LogFormatTest.class.getResource("/understudy-logback.xml"));

    private static String written(Map<String, String> environment) throws JoranException {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        environment.forEach(context::putProperty);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(CONFIGURATION);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger logger = context.getLogger("io.understudy.ha.node.Node");
        assertThat(logger.getEffectiveLevel()).isEqualTo(Level.INFO);
        LoggingEvent event = new LoggingEvent(
                "", logger, Level.WARN, "{} says\n\"no\"", new IllegalStateException("why"), new Object[] {"n2"});
        event.addKeyValuePair(new KeyValuePair("user", "alice"));
        OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>) root.getAppender("STDERR");
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void textIsForPeople() throws JoranException {
        String text = written(Map.of());

        assertThat(text.lines().findFirst().orElseThrow())
                .matches("\\d{4}-\\d\\d-\\d\\dT.* WARN  \\[.*] i\\.u\\.ha\\.node\\.Node: n2 says");
        assertThat(text).contains("\"no\"\njava.lang.IllegalStateException: why\n\tat ");
        assertThat(written(Map.of("UNDERSTUDY_LOG_FORMAT", "text")).lines().toList())
                .hasSameSizeAs(text.lines().toList());
    }

    @Test
    void jsonIsOneObjectInALine() throws JoranException, IOException {
        String line = written(Map.of("UNDERSTUDY_LOG_FORMAT", "json"));

        assertThat(line).endsWith("\n").containsOnlyOnce("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("timestamp").asLong()).isPositive();
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("loggerName").asText()).isEqualTo("io.understudy.ha.node.Node");
        assertThat(json.path("threadName").asText()).isNotEmpty();
        assertThat(json.path("formattedMessage").asText()).isEqualTo("n2 says\n\"no\"");
        assertThat(json.path("kvpList").path(0).path("user").asText()).isEqualTo("alice");
        assertThat(json.path("throwable").path("message").asText()).isEqualTo("why");
        assertThat(json.path("throwable").path("stepArray")).isNotEmpty();
    }
}
