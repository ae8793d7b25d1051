package io.understudy.session.service;

import io.understudy.session.SessionState;
import io.understudy.session.Traits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many batches there are that have not ended, by what limits look at. Belongs to the loop. */
final class Tally {

    private final Map<Optional<String>, Integer> ofOwner = new HashMap<>();
    private int all;
    private int unsubmitted;

    /** Counts a batch, unless it has ended. */
    void add(Traits traits) {
        count(traits, 1);
    }

    /** Counts a batch no longer that was counted with the same traits. */
    void remove(Traits traits) {
        count(traits, -1);
    }

    private void count(Traits traits, int by) {
        if (traits.state().isFinal()) {
            return;
        }
        all += by;
        ofOwner.merge(traits.owner(), by, (count, more) -> count + more == 0 ? null : count + more);
        if (traits.state() == SessionState.REQUESTED || traits.state() == SessionState.SUBMITTING) {
            unsubmitted += by;
        }
    }

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
