package io.understudy.ha.admin;

import io.understudy.fencing.Epoch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where operators leave requests for the active. A request is never a decision: it names the epoch it is for and is void
 * in any other. Any thread may call; nothing blocks.
 */
public interface ControlDesk {

    /** The requests that stand now, from memory, with their fate. */
    List<Entry> entries();

    /**
     * Leaves a request for a switchover. Replies exactly once, when it is durable or was refused.
     *
     * @param epoch the term that shall end
     * @param to the node that shall be active next; anybody if empty
     */
    void requestSwitchover(Epoch epoch, Optional<String> to, Motive motive, Consumer<Left> reply);

    /**
     * Leaves a request that the store have a newer format from the next term on. Replies exactly once, when it is durable
     * or was refused. If the same is asked for already, that request is the answer.
     *
     * @param epoch in office now
     */
    void requestFormat(Epoch epoch, int format, Consumer<Left> reply);

    /** The pause that lasts now, if one does. From memory. */
    Optional<Paused> paused();

    /**
     * Leaves a request that nobody but the node of the last epoch take over for a while. It replaces one that stands.
     * Replies exactly once, when it is durable or was refused.
     *
     * @param epoch in which it was asked for
     * @param length at most a day
     */
    void requestPause(Epoch epoch, Duration length, Motive motive, Consumer<Left> reply);

    /** Leaves a request that the pause end now. Replies exactly once, when it is durable or was refused. */
    void requestResume(Epoch epoch, Motive motive, Consumer<Left> reply);

    /**
     * A pause that lasts.
     *
     * @param until when it ends, by ZooKeeper's clock
     * @param by the node through which it came
     */
    record Paused(String id, Instant until, String by, String reason) {

        /** A sentence for the operator, without its end. */
        public String sentence() {
            return "paused until " + until + " by " + by + (reason.isEmpty() ? "" : " (" + reason + ")");
        }
    }

    /**
     * A request and what became of it.
     *
     * @param kind {@code switchover}, {@code finalize}, {@code pause} or {@code resume}
     * @param to the node it names, if any
     * @param by the node through which it came
     * @param fate {@code requested}, {@code accepted} (of a pause: it lasts), {@code done}, {@code elsewhere} (another node than the named one
     *     serves), or {@code void}
     */
    record Entry(String id, String kind, Epoch epoch, Optional<String> to, String by, Instant at, String fate) {}

    /** What became of leaving a request. */
    sealed interface Left {

        /** It stands in ZooKeeper. */
        record Standing(String id) implements Left {}

        /** Another one stands already for that term. */
        record Occupied(String why) implements Left {}

        /** It could not be written. */
        record Failed(String why) implements Left {}
    }
}
