package io.understudy.session.service;

import io.understudy.session.IdempotencyKey;
import io.understudy.session.ListFilter;
import io.understudy.session.LogPage;
import io.understudy.session.Order;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The use cases of batch sessions.
 *
 * <p>Any thread may call. Calls return at once; each reply comes exactly once, within a bounded time, on the loop's
 * thread: it must hand on and return. Whoever turns a reply into an answer asks {@link Reply#gate()} afterwards. A
 * session is named by the digits of its id or by its name.
 */
public interface Sessions {

    /**
     * Makes a session, durably, at most once for its key. The order was validated before. A second order with a key
     * waits for the first.
     */
    void create(Order order, Consumer<Reply<Creation>> reply);

    /** Looks up one session. */
    void get(String idOrName, Consumer<Reply<Reading>> reply);

    /**
     * Lists sessions, ids ascending. A long list is put together while others are served: what changes meanwhile may be
     * on it or not.
     *
     * @param filter which of them; one that cannot be read matches no filter but {@link ListFilter#NONE}
     * @param from how many to skip; a negative one counts as 0
     * @param size how many to give at most; none if zero or negative
     */
    void list(ListFilter filter, int from, int size, Consumer<Reply<Listing>> reply);

    /** Lists all sessions. */
    default void list(int from, int size, Consumer<Reply<Listing>> reply) {
        list(ListFilter.NONE, from, size, reply);
    }

    /**
     * Reads lines of a session's log.
     *
     * @param from first line; absent or negative for the last {@code size} ones
     * @param size how many lines at most; 100 if absent, all if negative
     * @param permitted whether the log of that session may be read; asked on the loop, at the moment of reading
     */
    void log(
            String idOrName,
            OptionalInt from,
            OptionalInt size,
            Predicate<Session> permitted,
            Consumer<Reply<LogReading>> reply);

    /**
     * Deletes a session, durably, and has its application killed. Replies once YARN was told or after ten seconds; the
     * kill is repeated until YARN confirms it, whoever is in office then.
     *
     * @param permitted whether that session may be deleted; asked on the loop, so that the name means the session that
     *     goes. A request that was done before is answered without it: its key is its sender's
     */
    void delete(String idOrName, IdempotencyKey key, Predicate<Session> permitted, Consumer<Reply<Removal>> reply);

    /** What became of an order. */
    sealed interface Creation {}

    /** What a look-up found. */
    sealed interface Reading {}

    /** What a listing found. */
    sealed interface Listing {}

    /** What reading a log found. */
    sealed interface LogReading {}

    /** What became of a deletion. */
    sealed interface Removal {}

    /** The session is durable. */
    record Created(View view) implements Creation {}

    /** This very request made the session before; here it is as it is now. */
    record Replayed(View view) implements Creation {}

    /** This very request made a session that was deleted since. Nothing was run again. */
    record Gone(SessionId id) implements Creation {}

    /** A live batch has the name. */
    record DuplicateName(String name, SessionId holder) implements Creation {}

    /** The record would be larger than the store takes. Nothing was kept. */
    record TooLarge(String why) implements Creation {}

    /** Too many sessions are being created. Nothing was kept. */
    record Busy() implements Creation {}

    /** There are as many as there may be, of live batches or of lists under way; {@code why} is for the client. */
    record LimitReached(String why) implements Creation, Listing {}

    /** The key belongs to another request. Nothing was kept. */
    record KeyReused(SessionId id) implements Creation, Removal {}

    /** One session. */
    record Found(View view) implements Reading {}

    /**
     * Some sessions.
     *
     * @param total how many there are that match the filter; without one, those that cannot be read are counted
     */
    record Page(int from, int total, List<View> views) implements Listing {

        public Page {
            views = List.copyOf(views);
        }
    }

    /** Some lines. */
    record Lines(SessionId id, LogPage page) implements LogReading {}

    /** It is deleted, by this very request; now or before. */
    record Deleted(SessionId id) implements Removal {}

    /** The session exists, and it was not permitted. Nothing was done. */
    record Forbidden() implements LogReading, Removal {}

    /** There is no such session. */
    record NotFound() implements Reading, LogReading, Removal {}

    /** The session exists, but its record cannot be read; {@code why} is for the client. */
    record Unreadable(SessionId id, String why) implements Creation, Reading, LogReading, Removal {}

    /** Provably not processed: nothing was written. Repeating it elsewhere is safe. */
    record NotServing(String why) implements Creation, Reading, Listing, LogReading, Removal {}

    /** Nobody here can tell whether it was written. Repeating it is safe with the same key only. */
    record Unknown(String why) implements Creation, Removal {}
}
