package io.understudy.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a YARN application.
 *
 * @param clusterTimestamp start time of the ResourceManager that gave it, in milliseconds; an id of another start was
 *     given by another ResourceManager (or before its restart)
 * @param number counts up within one start
 */
public record ApplicationId(long clusterTimestamp, int number) {

    private static final Pattern TEXT = Pattern.compile("application_(\\d{1,18})_(\\d{1,9})");

    /** Reads {@code application_1700000000000_0001}; empty if it is anything else. */
    public static Optional<ApplicationId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ApplicationId(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** As YARN writes it. */
    @Override
    public String toString() {
        return String.format("application_%d_%04d", clusterTimestamp, number);
    }
}
