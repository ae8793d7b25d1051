package io.understudy.ha.membership.zookeeper;

import io.understudy.fencing.Epoch;
import java.util.OptionalInt;

/**
 * What was seen in the epoch's record.
 *
 * @param format of the store
 */
record EpochSeen(Epoch number, OptionalInt format) {

    static final EpochSeen NOTHING = new EpochSeen(Epoch.NONE, OptionalInt.empty());

    /** This, unless something later was seen before. */
    EpochSeen after(EpochSeen before) {
        return number.isBefore(before.number) ? before : this;
    }
}
