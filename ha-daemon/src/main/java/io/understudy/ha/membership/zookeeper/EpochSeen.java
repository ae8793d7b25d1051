package io.understudy.ha.membership.zookeeper;

import io.understudy.fencing.Epoch;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was seen in the epoch's record.
 *
 * @param node that won it
 * @param format of the store
 */
record EpochSeen(Epoch number, Optional<String> node, OptionalInt format) {

    static final EpochSeen NOTHING = new EpochSeen(Epoch.NONE, Optional.empty(), OptionalInt.empty());

    /** This, unless something later was seen before. */
    EpochSeen after(EpochSeen before) {
        return number.isBefore(before.number) ? before : this;
    }
}
