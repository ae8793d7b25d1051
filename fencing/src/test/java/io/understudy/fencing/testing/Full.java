package io.understudy.fencing.testing;

import java.util.Locale;

/** {@code bin/test --full}: the counts that are not for every build. */
public final class Full {

    /** Whether this run is a full one. */
    public static final boolean ON = Boolean.getBoolean("understudy.full");

    private Full() {}

    /** How often something happens: {@code usual} in every build, else the full count. */
    public static int times(int usual, int full) {
        return ON ? full : usual;
    }

    /** One line for the full run's report of a scenario that may go wrong not once: what, and how much of it. */
    public static void report(String what, String count) {
        if (ON) {
            System.out.printf(Locale.ROOT, "FULL %s: %s, violations 0, bound 0: kept%n", what, count);
        }
    }
}
