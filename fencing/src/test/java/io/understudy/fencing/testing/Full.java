package io.understudy.fencing.testing;

/** {@code bin/test --full}: the counts that are not for every build. */
public final class Full {

    /** Whether this run is a full one. */
    public static final boolean ON = Boolean.getBoolean("understudy.full");

    private Full() {}

    /** How often something happens: {@code usual} in every build, else the full count. */
    public static int times(int usual, int full) {
        return ON ? full : usual;
    }

    /** One line for the full run's report: what, how much of it, how many violations were seen, how many may be. */
    public static void report(String what, String count, int violations, int bound) {
        if (ON) {
            System.out.printf("FULL %s: %s, violations %d, bound %d: kept%n", what, count, violations, bound);
        }
    }
}
