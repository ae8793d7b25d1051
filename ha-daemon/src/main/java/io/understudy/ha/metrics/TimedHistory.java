package io.understudy.ha.metrics;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.WriteOutcome;
import io.understudy.ha.node.Account;
import io.understudy.ha.node.History;
import io.understudy.ha.node.Phases;
import java.util.function.Consumer;

/** A history that tells once of each term how it came into office. Belongs to the node's thread. */
public final class TimedHistory implements History {

    private final History history;
    private final Consumer<Phases> tookOver;
    private Epoch told = Epoch.NONE;

    /**
     * @param history keeps the records
     * @param tookOver hears how a term came into office
     */
    public TimedHistory(History history, Consumer<Phases> tookOver) {
        this.history = history;
        this.tookOver = tookOver;
    }

    @Override
    public void complete(FencedStore store, Account account, Consumer<WriteOutcome> reply) {
        Epoch epoch = store.term().epoch();
        if (!epoch.equals(told)) {
            told = epoch;
            tookOver.accept(account.phases());
        }
        history.complete(store, account, reply);
    }
}
