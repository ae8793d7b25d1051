package io.understudy.session;

import java.util.List;
import java.util.OptionalInt;

/**
 * A part of a log.
 *
 * @param from number of the first line asked for
 * @param total how many lines the log has now
 * @param lines as many as there are from there, as asked for
 */
public record LogPage(int from, int total, List<String> lines) {

    /** Lines of a page whose size was not said. */
    public static final int DEFAULT_SIZE = 100;

    public LogPage {
        lines = List.copyOf(lines);
    }

    /**
     * Cuts a page out of a log.
     *
     * @param from first line; absent or negative for the last {@code size} ones
     * @param size how many lines at most; {@value #DEFAULT_SIZE} if absent, all if negative
     */
    public static LogPage of(List<String> log, OptionalInt from, OptionalInt size) {
        int total = log.size();
        int most = size.orElse(DEFAULT_SIZE) < 0 ? total : size.orElse(DEFAULT_SIZE);
        int first = from.orElse(-1) < 0 ? Math.max(0, total - most) : from.getAsInt();
        int start = Math.min(first, total);
        return new LogPage(first, total, log.subList(start, start + Math.min(most, total - start)));
    }
}
