package io.understudy.ha.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in Prometheus's text format, by family. */
record Exposition(NavigableMap<String, Family> families) {

    private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
    private static final Pattern SERIES = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One family: its series stand below its head. */
    static final class Family {

        String help = "";
        String type = "";
        final NavigableMap<String, NavigableSet<String>> labels = new TreeMap<>();
        final NavigableSet<String> names = new TreeSet<>();
    }

    static Exposition of(String text) {
        NavigableMap<String, Family> families = new TreeMap<>();
        Family family = new Family();
        for (String line : text.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                family = families.computeIfAbsent(head.group(2), name -> new Family());
                if (head.group(1).equals("HELP")) {
                    family.help = head.group(3);
                } else {
                    family.type = head.group(3);
                }
            } else {
                Matcher series = SERIES.matcher(line);
                assertThat(series.matches()).as(line).isTrue();
                family.names.add(series.group(1));
                Matcher label = LABEL.matcher(String.valueOf(series.group(2)));
                while (label.find()) {
                    family.labels
                            .computeIfAbsent(label.group(1), name -> new TreeSet<>())
                            .add(label.group(2));
                }
            }
        }
        return new Exposition(families);
    }

    /** Names of all series. */
    NavigableSet<String> names() {
        NavigableSet<String> names = new TreeSet<>();
        families.values().forEach(family -> names.addAll(family.names));
        return names;
    }

    /** Names of all labels. */
    NavigableSet<String> labels() {
        NavigableSet<String> labels = new TreeSet<>();
        families.values().forEach(family -> labels.addAll(family.labels.keySet()));
        return labels;
    }
}
