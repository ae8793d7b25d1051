package io.understudy.ha.membership;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where nodes leave requests for the cluster. Any thread may call; changes return at once and reply once, on a thread of
 * the adapter that must not be blocked. What was changed shows up in {@link #controls()} soon after.
 */
public interface ControlBoard {

    /** The requests that are there now, from memory. */
    List<ControlRecord> controls();

    /** The request of a name, if it is there. */
    default Optional<ControlRecord> control(String name) {
        return controls().stream().filter(record -> record.name().equals(name)).findFirst();
    }

    /**
     * What ZooKeeper's clock says now, as far as can be told without asking: counted on from the last record that this
     * node wrote. Empty until it has written one.
     */
    Optional<Instant> time();

    /** Creates a request that must not be there. */
    void create(String name, String json, Consumer<ControlOutcome> reply);

    /** Replaces a request that must have {@code version}. */
    void replace(String name, String json, int version, Consumer<ControlOutcome> reply);

    /** Deletes a request that must have {@code version}. */
    void delete(String name, int version, Consumer<ControlOutcome> reply);
}
