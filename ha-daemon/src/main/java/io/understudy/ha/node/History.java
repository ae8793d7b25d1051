package io.understudy.ha.node;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.WriteOutcome;
import java.util.function.Consumer;

/** The record that each term has in the store from its fence on. Returns at once. */
public interface History {

    /** Adds to a term's record how it came into office, and what that cost. May be repeated. */
    void complete(FencedStore store, Account account, Consumer<WriteOutcome> reply);
}
