package io.understudy.fencing.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a follower hears of ZooKeeper's leader and tells it passes here. It can be held up in either direction, and made
 * slow: then the follower is behind, and goes on serving its clients.
 */
public final class QuorumLink implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final int leader;
    private final ServerSocket listening;
    private final Set<Closeable> connections = ConcurrentHashMap.newKeySet();
    private final Lane fromLeader = new Lane();
    private final Lane toLeader = new Lane();

    /** @param leader port on 127.0.0.1 where the leader expects followers */
    QuorumLink(int leader) {
        this.leader = leader;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on the follower hears nothing. */
    public void holdFromLeader() {
        fromLeader.hold();
    }

    /** From now on the leader hears nothing of the follower. */
    public void holdToLeader() {
        toLeader.hold();
    }

    /** The follower hears all that was held up, and what comes. */
    public void releaseFromLeader() {
        fromLeader.release();
    }

    /** The leader hears all that was held up, and what comes. */
    public void releaseToLeader() {
        toLeader.release();
    }

    /** From now on the follower hears everything at least that much later. */
    public void delayFromLeader(Duration delay) {
        fromLeader.delay(delay);
    }

    @Override
    public void close() {
        closeQuietly(listening);
        releaseFromLeader();
        releaseToLeader();
        connections.forEach(QuorumLink::closeQuietly);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                // Nobody listens there now, or the link is closed: the follower tries again.
            }
        }
    }

    @SuppressWarnings("StreamResourceLeak")
    private void connect(Socket follower) throws IOException {
        connections.add(follower);
        try {
            Socket server = toLeader();
            connections.add(server);
            follower.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start("to-leader", () -> toLeader.pass(follower, server));
            start("from-leader", () -> fromLeader.pass(server, follower));
        } catch (IOException e) {
            follower.close();
            throw e;
        }
    }

    /**
     * Whoever was elected opens its port a moment after the followers know. Turned away then, a follower looks for another
     * leader, and there is none until the one that waits for it gives up after half a minute.
     */
    private Socket toLeader() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), leader);
            } catch (ConnectException notYet) {
                if (listening.isClosed() || System.nanoTime() - end > 0) {
                    throw notYet;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, "quorum-link-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /** One direction. */
    private static final class Lane {

        private final Object weather = new Object();
        private boolean held;
        private long delayNanos;

        void hold() {
            synchronized (weather) {
                held = true;
            }
        }

        void release() {
            synchronized (weather) {
                held = false;
                weather.notifyAll();
            }
        }

        void delay(Duration delay) {
            synchronized (weather) {
                delayNanos = delay.toNanos();
                weather.notifyAll();
            }
        }

        void pass(Socket from, Socket to) {
            byte[] bytes = new byte[64 * 1024];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    awaitPassage(System.nanoTime());
                    out.write(bytes, 0, count);
                    out.flush();
                }
            } catch (IOException e) {
                // One side has closed; so does the other.
            }
        }

        private void awaitPassage(long cameAt) throws IOException {
            synchronized (weather) {
                try {
                    for (long left = delayNanos; held || left > 0; left = delayNanos - (System.nanoTime() - cameAt)) {
                        // As long as it takes while it is held: a nanosecond too many does no harm.
                        TimeUnit.NANOSECONDS.timedWait(weather, held ? Long.MAX_VALUE : left);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        }
    }
}
