package io.understudy.ha.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What a gateway can tell of itself, and fetch for others. Any thread may call; nothing blocks. */
public interface Traffic {

    /** How many requests wait for an active. */
    int held();

    /** How many requests are under way to another node. */
    int forwarding();

    /** Requests of clients that did not find an active at once, since this node began. */
    Counts counts();

    /**
     * Numbers of requests.
     *
     * @param held that had to wait
     * @param failed that were refused, or ended with an unknown outcome
     */
    record Counts(long held, long failed) {}

    /** Requests of clients that were answered, since this node began. */
    Answers answers();

    /**
     * Numbers of answers.
     *
     * @param served that this node gave itself
     * @param forwarded that came from the active
     */
    record Answers(long served, long forwarded) {}

    /** How much of the place for requests that wait is taken: from 0 to 1. */
    double holdFill();

    /** Whether one more request could not wait. */
    boolean isHoldFull();

    /** For how long nobody who serves could be reached from here; zero while somebody can. */
    Duration withoutActive();

    /** Whether this node takes no new requests because it is about to stop. */
    boolean isStopping();

    /** Fetches what another node says, within {@code limit}. Replies exactly once; empty if nothing came. */
    void fetch(URI address, Duration limit, Consumer<Optional<Reply>> reply);
}
