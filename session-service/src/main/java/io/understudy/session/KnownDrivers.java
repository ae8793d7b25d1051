package io.understudy.session;

import io.understudy.session.ApplicationReport.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The containers in which an application's attempts ran, in the order in which they became known. It only grows at its
 * end, so that a log that was made of it stays as it was. Of many attempts the first {@value #FIRST} and the last ones
 * are kept.
 *
 * @param list at most {@value #MOST}
 * @param omitted how many were dropped behind the first {@value #FIRST}
 */
public record KnownDrivers(List<Driver> list, int omitted) {

    /** How many are kept. */
    public static final int MOST = 8;

    /** How many of them are the first ones. */
    public static final int FIRST = 2;

    /** None is known. */
    public static final KnownDrivers NONE = new KnownDrivers(List.of(), 0);

    public KnownDrivers {
        list = List.copyOf(list);
        if (list.size() > MOST || omitted < 0) {
            throw new IllegalArgumentException(list.size() + " drivers are known and " + omitted + " omitted");
        }
    }

    /** Some that are known. */
    public static KnownDrivers of(Driver... drivers) {
        return NONE.seen(List.of(drivers));
    }

    /** The one of the latest attempt. */
    public Optional<Driver> last() {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(list.size() - 1));
    }

    /**
     * Takes those in that YARN names now, in the order of their attempts. One that comes too late, before one that is
     * known, stays unknown.
     */
    KnownDrivers seen(List<Driver> reported) {
        List<Driver> longer = new ArrayList<>(list);
        int next = last().map(known -> place(known, reported) + 1).orElse(0);
        for (int i = 0; i < reported.size(); i++) {
            Driver now = reported.get(i);
            int place = place(now, longer);
            if (place >= 0) {
                longer.set(place, now.orNodeOf(longer.get(place)));
            } else if (i >= next) {
                longer.add(now);
            }
        }
        int excess = Math.max(0, longer.size() - MOST);
        if (excess > 0) {
            longer.subList(FIRST, FIRST + excess).clear();
        }
        return new KnownDrivers(longer, omitted + excess);
    }

    private static int place(Driver driver, List<Driver> among) {
        return among.stream().map(Driver::container).toList().indexOf(driver.container());
    }
}
