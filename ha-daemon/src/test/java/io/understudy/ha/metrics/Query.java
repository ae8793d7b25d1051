package io.understudy.ha.metrics;

import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that stand in a query of Prometheus's.
 *
 * @param series whose values it asks for
 * @param labels that it selects or groups by
 */
record Query(NavigableSet<String> series, NavigableSet<String> labels) {

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|offset \\w+");
    private static final Pattern SELECTION = Pattern.compile("\\{([^}]*)}");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_]\\w*");
    private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_:][\\w:]*\\b(?!\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "sum", "max", "min", "count");

    static Query of(String expression) {
        NavigableSet<String> labels = new TreeSet<>();
        String rest = TEXT.matcher(expression).replaceAll("''");
        rest = RANGE.matcher(rest).replaceAll(" ");
        for (Pattern place : List.of(SELECTION, GROUPING)) {
            Matcher found = place.matcher(rest);
            found.results().map(result -> result.group(1)).forEach(inner -> labels.addAll(all(LABEL, inner)));
            rest = found.replaceAll(" ");
        }
        NavigableSet<String> series = all(NAME, rest);
        series.removeAll(WORDS);
        return new Query(series, labels);
    }

    private static NavigableSet<String> all(Pattern pattern, String text) {
        NavigableSet<String> found = new TreeSet<>();
        pattern.matcher(text).results().map(MatchResult::group).forEach(found::add);
        return found;
    }
}
