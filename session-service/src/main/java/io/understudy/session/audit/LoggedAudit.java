package io.understudy.session.audit;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The audit log as a logger of its own, {@code io.understudy.audit}: a message of {@code name=value}, and the same as
 * pairs of the event for encoders that write them. Whatever a client chose is quoted: it can neither end a line nor
 * begin another value.
 *
 * @param node that writes
 */
public record LoggedAudit(String node) implements AuditLog {

    /** Its name. */
    public static final String LOGGER = "io.understudy.audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final Pattern PLAIN = Pattern.compile("[\\w.:/@%+-]{1,200}");
    private static final int LONGEST = 200;

    @Override
    public void write(Deed deed) {
        Map<String, String> facts = deed.facts(node);
        LoggingEventBuilder event = LOG.atInfo();
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            event = event.addKeyValue(fact.getKey(), cut(fact.getValue()));
        }
        event.log(line(facts));
    }

    static String line(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + "=" + quoted(fact.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        StringBuilder text = new StringBuilder("\"");
        cut(value).codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').appendCodePoint(c);
            } else if (isVisible(c)) {
                text.appendCodePoint(c);
            } else {
                text.append("\\u{%x}".formatted(c));
            }
        });
        return text.append('"').toString();
    }

    /** Line ends of any kind, and what turns the direction of writing, are not. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static String cut(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
    }
}
