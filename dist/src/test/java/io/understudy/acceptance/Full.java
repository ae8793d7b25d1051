package io.understudy.acceptance;

import java.util.Arrays;
import java.util.Locale;

/** {@code bin/test --full}: the counts and bounds that are not for every build. */
final class Full {

    /** Whether this run is a full one. */
    static final boolean ON = Boolean.getBoolean("understudy.full");

    private Full() {}

    /** How often a scenario runs: once, or the full count. */
    static int times(int full) {
        return ON ? full : 1;
    }

    /** One line for the full run's report: what, how often, the worst, the bound. */
    static void report(String what, int count, double worst, double bound) {
        if (ON) {
            System.out.printf(
                    Locale.ROOT,
                    "FULL %s: %d times, worst %.2f s, bound %.2f s: %s%n",
                    what,
                    count,
                    worst,
                    bound,
                    worst <= bound ? "kept" : "MISSED");
        }
    }

    /** One line for the full run's report of what is bound at its median: what, how often, the median, the bound. */
    static void reportMedian(String what, double[] values, double bound) {
        if (ON) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
            System.out.printf(
                    Locale.ROOT,
                    "FULL %s: %d times, median %.3f s, worst %.3f s, bound of the median %.2f s: %s%n",
                    what,
                    sorted.length,
                    median,
                    sorted[sorted.length - 1],
                    bound,
                    median <= bound ? "kept" : "MISSED");
        }
    }

    /** One line for a scenario that may go wrong not once: it fails there and then. */
    static void report(String what, int count) {
        if (ON) {
            System.out.printf(Locale.ROOT, "FULL %s: %d times, violations 0, bound 0: kept%n", what, count);
        }
    }
}
