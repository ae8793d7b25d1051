package io.understudy.ha.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection that can be watched for its client's leaving while nobody reads from it: Jetty looks at a connection again
 * only when the answer is out. What a client sends meanwhile is kept for the one who reads next.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {

    private static final int PEEK_BYTES = 512;

    private final Executor executor;
    private final Arrival arrival = new Arrival();
    /** Guards all that follows, and keeps a look from overtaking a read: neither ever waits for the network. */
    private final Object lock = new Object();

    private @Nullable Callback reader;
    private @Nullable Runnable watcher;
    private boolean armed;
    private ByteBuffer kept = BufferUtil.EMPTY_BUFFER;

    WatchedEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Executor executor) {
        super(channel, selector, key, scheduler);
        this.executor = executor;
    }

    /** Calls {@code gone} once if the client leaves before {@link #unwatch}. */
    void watch(Runnable gone) {
        synchronized (lock) {
            watcher = gone;
            if (armed || kept.hasRemaining()) {
                return;
            }
            armed = true;
        }
        super.fillInterested(arrival);
    }

    void unwatch() {
        synchronized (lock) {
            watcher = null;
        }
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!tryFillInterested(callback)) {
            throw new ReadPendingException();
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        synchronized (lock) {
            if (reader != null) {
                return false;
            }
            reader = callback;
            if (kept.hasRemaining()) {
                executor.execute(arrival::succeeded);
                return true;
            }
            if (armed) {
                return true;
            }
            armed = true;
        }
        super.fillInterested(arrival);
        return true;
    }

    @Override
    public boolean isFillInterested() {
        synchronized (lock) {
            return reader != null;
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        synchronized (lock) {
            if (kept.hasRemaining()) {
                int position = BufferUtil.flipToFill(buffer);
                int moved = BufferUtil.put(kept, buffer);
                BufferUtil.flipToFlush(buffer, position);
                return moved;
            }
            return super.fill(buffer);
        }
    }

    /** Looks whether bytes have come or the end. */
    private void look() {
        Runnable gone;
        synchronized (lock) {
            gone = watcher;
            if (gone == null || reader != null) {
                return;
            }
            ByteBuffer peek = BufferUtil.allocate(PEEK_BYTES);
            int filled = peek(peek);
            if (filled > 0) {
                kept = peek;
                return;
            }
            watcher = filled < 0 ? null : gone;
        }
        if (isInputShutdown()) {
            gone.run();
        } else {
            watch(gone);
        }
    }

    private int peek(ByteBuffer buffer) {
        try {
            return super.fill(buffer);
        } catch (IOException broken) {
            return -1;
        }
    }

    /** What the selector calls: for the reader if there is one, else for the watcher. */
    private final class Arrival implements Callback {

        @Override
        public void succeeded() {
            Callback next = next();
            if (next != null) {
                next.succeeded();
            } else {
                look();
            }
        }

        @Override
        public void failed(Throwable failure) {
            Callback next = next();
            Runnable gone;
            synchronized (lock) {
                gone = next == null ? watcher : null;
                watcher = null;
            }
            if (next != null) {
                next.failed(failure);
            } else if (gone != null) {
                gone.run();
            }
        }

        private @Nullable Callback next() {
            synchronized (lock) {
                Callback next = reader;
                reader = null;
                armed = false;
                return next;
            }
        }

        @Override
        public InvocationType getInvocationType() {
            synchronized (lock) {
                return reader == null ? InvocationType.BLOCKING : reader.getInvocationType();
            }
        }
    }
}
