package io.understudy.session.service;

import io.understudy.session.SessionState;
import io.understudy.session.Traits;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many batches there are, by state, and how many have not ended, by what limits look at. Belongs to the loop. */
final class Tally {

    private final Map<SessionState, Integer> states = new EnumMap<>(SessionState.class);
    private final Map<Optional<String>, Integer> ofOwner = new HashMap<>();
    private int all;
    private int unsubmitted;

    /** Counts a batch. */
    void add(Traits traits) {
        count(traits, 1);
    }

    /** Counts a batch no longer that was counted with the same traits. */
    void remove(Traits traits) {
        count(traits, -1);
    }

    private void count(Traits traits, int by) {
        states.merge(traits.state(), by, Tally::sum);
        if (traits.state().isFinal()) {
            return;
        }
        all += by;
        ofOwner.merge(traits.owner(), by, Tally::sum);
        if (traits.state() == SessionState.REQUESTED || traits.state() == SessionState.SUBMITTING) {
            unsubmitted += by;
        }
    }

    private static @Nullable Integer sum(int count, int more) {
        return count + more == 0 ? null : count + more;
    }

    /** All batches, by state; no entry where there is none. */
    Map<SessionState, Integer> states() {
        return states;
    }

    /** How many have not ended. */
    int all() {
        return all;
    }

    int ofOwner(Optional<String> owner) {
        return ofOwner.getOrDefault(owner, 0);
    }

    /** How many wait for their submission or are being submitted. */
    int unsubmitted() {
        return unsubmitted;
    }
}
