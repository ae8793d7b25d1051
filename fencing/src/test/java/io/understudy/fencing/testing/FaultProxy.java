package io.understudy.fencing.testing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A TCP proxy between a ZooKeeper client and its server that knows where requests and answers begin. It can cut the
 * connection at a chosen transaction, before or after the server has applied it; hold everything back; and withhold the
 * answer to a chosen request.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int CREATE = 1;
    private static final int MULTI = 14;
    private static final int LARGEST_FRAME = 64 * 1024 * 1024;
    private static final int DEADLINE_SECONDS = 60;

    private volatile int target;
    private final ServerSocket listening;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Object weather = new Object();
    private final Withholding withholding = new Withholding();
    private Cut cut = Cut.NONE;
    private int operationToCut = MULTI;
    private int passesBeforeCut;
    private boolean isolatesWithCut;
    private CountDownLatch cutDone = new CountDownLatch(0);
    private boolean paused;
    private int heldTransactions;
    private boolean unreachable;
    private volatile boolean closed;

    /** Where the connection is cut. */
    public enum Cut {
        /** Nowhere. */
        NONE,
        /** The transaction does not reach the server. */
        BEFORE_REQUEST,
        /** The transaction is on its way to the server: applied now, later, or not at all. */
        AFTER_REQUEST,
        /** The server has applied the transaction; its answer does not reach the client. */
        BEFORE_ANSWER
    }

    /** @param target port on 127.0.0.1 of the server */
    public FaultProxy(int target) {
        this.target = target;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    /** What clients connect to. */
    public String connectString() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** Where connections lead from now on; those that are there stay. */
    public void lead(int port) {
        target = port;
    }

    /**
     * Cuts the connection at one of the next transactions.
     *
     * @param transactions how many pass before that one
     */
    public void cut(Cut where, int transactions) {
        cut(where, MULTI, transactions, false);
    }

    /** Cuts the connection before one of the next single creates; {@code creates} pass before that one. */
    public void cutAtCreate(int creates) {
        cut(Cut.BEFORE_REQUEST, CREATE, creates, false);
    }

    /** Cuts the connection at the next transaction, and lets nobody through until {@link #reconnect()}. */
    public void cutAndIsolate(Cut where) {
        cut(where, MULTI, 0, true);
    }

    private void cut(Cut where, int operation, int passes, boolean isolates) {
        synchronized (weather) {
            cut = where;
            operationToCut = operation;
            passesBeforeCut = passes;
            isolatesWithCut = isolates;
            cutDone = new CountDownLatch(1);
        }
    }

    /** Waits until the connection was cut. */
    public void awaitCut() {
        CountDownLatch waitFor;
        synchronized (weather) {
            waitFor = cutDone;
        }
        await(waitFor, "nothing was cut");
    }

    private static void await(CountDownLatch waitFor, String otherwise) {
        try {
            if (!waitFor.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(otherwise);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Cuts all connections now. */
    public void cutNow() {
        connections.forEach(Connection::close);
    }

    /** From now on nobody gets through: connections are cut and refused. */
    public void isolate() {
        synchronized (weather) {
            unreachable = true;
        }
        cutNow();
    }

    /** Connections are let through again. */
    public void reconnect() {
        synchronized (weather) {
            unreachable = false;
        }
    }

    /** From now on nothing passes, in neither direction; connections stay. */
    public void pause() {
        synchronized (weather) {
            paused = true;
            heldTransactions = 0;
        }
    }

    /** Waits until a transaction has come that is held back. */
    public void awaitHeldTransaction() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        synchronized (weather) {
            while (heldTransactions == 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("no transaction came");
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(weather, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** What was held back passes. */
    public void resume() {
        synchronized (weather) {
            paused = false;
            weather.notifyAll();
        }
    }

    /**
     * From now on withholds the answer to the next request of a kind, and whatever the server answers on that connection
     * afterwards. Requests pass, and pings both ways; if the server closes the connection, the client does not see it.
     */
    public void withhold(Predicate<ClientRequest> kind) {
        withholding.begin(kind);
    }

    /** Waits until there is an answer that is withheld: the server has done what was asked. */
    public void awaitWithheld() {
        await(withholding.done(), "no answer was withheld");
    }

    /** What was withheld passes, and what comes from now on. */
    public void release() {
        withholding.end();
        connections.forEach(Connection::release);
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(listening);
        resume();
        cutNow();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listening.accept();
                boolean refused;
                synchronized (weather) {
                    refused = unreachable;
                }
                if (refused) {
                    client.close();
                } else {
                    new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target)).start();
                }
            } catch (IOException e) {
                // The server is down or the proxy closed: the client sees a closed connection.
            }
        }
    }

    private void awaitPassage(ByteBuffer frame) throws IOException {
        synchronized (weather) {
            if (paused && operation(frame) == MULTI) {
                heldTransactions++;
                weather.notifyAll();
            }
            while (paused) {
                try {
                    weather.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        }
    }

    /** Decides on a request, and counts it if it is of the kind that is to be cut. */
    private Cut fate(ByteBuffer request) {
        synchronized (weather) {
            if (cut == Cut.NONE || operation(request) != operationToCut || passesBeforeCut-- > 0) {
                return Cut.NONE;
            }
            Cut fate = cut;
            cut = Cut.NONE;
            return fate;
        }
    }

    private static int operation(ByteBuffer request) {
        return request.limit() < 8 ? 0 : request.getInt(4);
    }

    private void cut(Connection connection) {
        synchronized (weather) {
            unreachable |= isolatesWithCut;
            connection.close();
            cutDone.countDown();
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, "fault-proxy-" + name);
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

    /** One client's connection; the first frame in each direction is the greeting. */
    private final class Connection {

        private final Socket client;
        private final Socket server;
        private final AnswerDam dam;
        private volatile int withheldAnswer = Integer.MIN_VALUE;

        Connection(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            this.dam = new AnswerDam(new DataOutputStream(client.getOutputStream()));
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void start() {
            connections.add(this);
            FaultProxy.start("requests", () -> pass(client, this::write, this::onRequest));
            FaultProxy.start("answers", () -> pass(server, this::answer, this::onAnswer));
        }

        void release() {
            try {
                if (!dam.open()) {
                    close();
                }
            } catch (IOException e) {
                close();
            }
        }

        void close() {
            connections.remove(this);
            closeQuietly(client);
            closeQuietly(server);
        }

        /** The client learns of the end of its connection behind what is withheld from it. */
        private void end() {
            if (dam.runDry()) {
                close();
            } else {
                closeQuietly(server);
            }
        }

        private void write(byte[] request) throws IOException {
            DataOutputStream out = new DataOutputStream(server.getOutputStream());
            out.writeInt(request.length);
            out.write(request);
            out.flush();
        }

        private void answer(byte[] answer) throws IOException {
            if (dam.take(answer)) {
                withholding.done().countDown();
            }
        }

        private void pass(Socket from, FrameSink to, FrameJudge judge) {
            try {
                DataInputStream in = new DataInputStream(from.getInputStream());
                boolean greeting = true;
                while (true) {
                    byte[] frame = frame(in);
                    ByteBuffer content = ByteBuffer.wrap(frame);
                    awaitPassage(content);
                    Cut fate = greeting ? Cut.NONE : judge.fate(content);
                    greeting = false;
                    if (fate == Cut.NONE || fate == Cut.AFTER_REQUEST) {
                        to.take(frame);
                    }
                    if (fate != Cut.NONE) {
                        cut(this);
                        return;
                    }
                }
            } catch (IOException e) {
                // One side has closed; so does the other.
            } finally {
                end();
            }
        }

        private byte[] frame(DataInputStream in) throws IOException {
            int length = in.readInt();
            if (length < 0 || length > LARGEST_FRAME) {
                throw new IOException("not a frame of " + length + " bytes");
            }
            byte[] frame = new byte[length];
            in.readFully(frame);
            return frame;
        }

        private Cut onRequest(ByteBuffer request) throws IOException {
            if (withholding.concerns(request)) {
                dam.shutAt(request.getInt(0));
            }
            Cut fate = FaultProxy.this.fate(request);
            if (fate == Cut.BEFORE_ANSWER) {
                withheldAnswer = request.getInt(0);
                return Cut.NONE;
            }
            return fate;
        }

        private Cut onAnswer(ByteBuffer answer) {
            return answer.getInt(0) == withheldAnswer ? Cut.BEFORE_ANSWER : Cut.NONE;
        }
    }

    @FunctionalInterface
    private interface FrameJudge {

        /** Where the connection is cut because of this frame. */
        Cut fate(ByteBuffer frame) throws IOException;
    }

    @FunctionalInterface
    private interface FrameSink {

        void take(byte[] frame) throws IOException;
    }
}
