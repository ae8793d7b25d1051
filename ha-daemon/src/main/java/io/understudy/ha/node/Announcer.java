package io.understudy.ha.node;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.WriteOutcome;
import java.util.function.Consumer;

/** Writes the one sign that somebody serves, the znode {@code active}, through the door of a term. Returns at once. */
public interface Announcer {

    /** Names this node as the one that serves. */
    void announce(FencedStore store, Consumer<WriteOutcome> reply);

    /** Names nobody. */
    void clear(FencedStore store, Consumer<WriteOutcome> reply);
}
