package io.understudy.session.transfer;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StoreReading;
import java.util.function.Consumer;

/**
 * One session with the store's server, for a tool. Any thread may call; replies come once, within a bounded time, on a
 * thread of the adapter.
 */
public interface StoreDoor extends AutoCloseable {

    /** The place of the store, as messages name it. */
    String where();

    /** Reads the store. Changes nothing. */
    StoreReading reading();

    /**
     * Reads what stands below another root of the same server.
     *
     * @param root absolute path
     */
    StoreReading reading(String root);

    /**
     * Creates the store if there is none, takes the seat of the service that runs alone, so that no daemon leads
     * meanwhile, and wins a term. All of it ends with this session.
     */
    void enter(Candidate self, Consumer<Entry> reply);

    /** Ends the session, and what was entered with it. Waits for that a bounded time. */
    @Override
    void close();

    /** What became of entering. */
    sealed interface Entry {

        /**
         * In office.
         *
         * @param store the door of the term
         */
        record Entered(FencedStore store) implements Entry {}

        /** Others use the store, or it is not to be used. The sentence is for the operator. */
        record Refused(String why) implements Entry {}

        /** Nobody can say now. */
        record Failed(String why) implements Entry {}
    }
}
