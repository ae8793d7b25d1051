package io.understudy.session.standalone.term;

import io.understudy.fencing.Fence;
import io.understudy.fencing.StoreMemory;
import java.util.function.Consumer;

/**
 * One session with the store's server. Any thread may call; calls return at once, but for {@link #close}; each reply
 * comes exactly once, after a bounded time, on a thread of the adapter: it must enqueue and return.
 */
public interface StoreSession extends AutoCloseable {

    /**
     * Creates the store where there is none, and takes the one place on it that the service alone has. It is lost with
     * the session. A dead predecessor's seat is waited for. Repeating is harmless.
     *
     * @param memory what is remembered of the store
     */
    void takeSeat(StoreMemory memory, Consumer<Seat> reply);

    /** Wins terms on this session. */
    Fence fence();

    /** Ends the session and gives up the seat. Waits for that a bounded time. */
    @Override
    void close();

    /** Opens sessions. */
    interface Opener {

        /**
         * Opens a session, without waiting for a connection.
         *
         * @param ended hears, once, how the session ended, on a thread that it must not block
         */
        StoreSession open(Consumer<End> ended);
    }

    /** How a session ends, unless it is closed. */
    enum End {
        /** The server has not heard of us for too long. */
        EXPIRED,
        /** The server does not accept who we are. */
        REFUSED
    }

    /** What became of taking the seat. */
    sealed interface Seat {

        /** It is ours. */
        record Taken() implements Seat {}

        /**
         * This store is not for us: it is another one than we remember, or others use it.
         *
         * @param why for the operator: what, why, what to do
         */
        record Refused(String why) implements Seat {}

        /** Nobody can say now. */
        record Unreachable() implements Seat {}
    }
}
