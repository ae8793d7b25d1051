package io.understudy.fencing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that for a while nobody but the node of the last epoch win a term, whatever becomes of that node. It begins as
 * ZooKeeper writes it and ends by ZooKeeper's clock.
 *
 * @param begin when it was written, by ZooKeeper's clock
 * @param length zero if it was taken back; never longer than {@link #LONGEST}
 */
public record PauseRequest(Instant begin, Duration length) {

    /** Its name under {@link StorePaths#CONTROL}. */
    public static final String NAME = "pause";

    /** No pause lasts longer, whatever was asked for. */
    public static final Duration LONGEST = Duration.ofHours(24);

    public PauseRequest {
        if (length.isNegative()) {
            length = Duration.ZERO;
        } else if (length.compareTo(LONGEST) > 0) {
            length = LONGEST;
        }
    }

    /** When it ends, by ZooKeeper's clock. */
    public Instant until() {
        return begin.plus(length);
    }

    /** Whether it lasts, or will last, at a time of ZooKeeper's clock. */
    public boolean isOn(Instant now) {
        return now.isBefore(until());
    }

    /**
     * Who may win the next term while a pause lasts: the node of the last epoch, and whom a switchover out of that epoch
     * lets take over.
     *
     * @param inOffice the last epoch
     * @param leader its node
     */
    public static boolean lets(String node, Epoch inOffice, Optional<String> leader, Optional<SwitchoverRequest> wish) {
        return leader.equals(Optional.of(node))
                || wish.filter(request -> request.lets(node, inOffice)).isPresent();
    }
}
