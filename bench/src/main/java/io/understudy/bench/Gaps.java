package io.understudy.bench;

import io.understudy.bench.load.Gap;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The gaps of some rounds, beside those of the peer. */
final class Gaps {

    private final String peer;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final Map<String, Integer> errors = new TreeMap<>();

    Gaps(String peer) {
        this.peer = peer;
    }

    void add(Gap gap) {
        note("GET", gap.get());
        note("POST", gap.post());
        gap.active().ifPresent(active -> note("/ha/active", active));
        gap.errors().forEach((what, count) -> errors.merge(what, count, Integer::sum));
    }

    /** The phases of a gap, by name. */
    void addPhases(Map<String, Double> phases) {
        phases.forEach(this::note);
    }

    void addPeer(double gap) {
        note(peer, gap);
    }

    private void note(String what, double gap) {
        seconds.computeIfAbsent(what, first -> new ArrayList<>()).add(gap);
    }

    void print(PrintStream out) {
        seconds.forEach((what, gaps) -> {
            Spread spread = spread(gaps);
            out.printf(
                    Locale.ROOT, "%-40s %7.3f  (%.3f to %.3f)%n", what, spread.median(), spread.least(), spread.most());
        });
        out.println("answers through the probed nodes that were no 2xx: " + (errors.isEmpty() ? "none" : errors));
    }

    void addTo(Report report) {
        seconds.forEach((what, gaps) -> {
            Spread spread = spread(gaps);
            report.add(what, Map.of("seconds", gaps, "median", spread.median(), "max", spread.most()));
        });
        report.add("errors", Map.of("answers", errors));
    }

    private static Spread spread(List<Double> gaps) {
        return Spread.of(gaps.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
