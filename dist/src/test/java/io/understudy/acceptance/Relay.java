package io.understudy.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A long line to a server: what clients send arrives later, and so do the answers. Connections come about at once. The
 * order of bytes stays as it is.
 */
final class Relay implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private final InetSocketAddress target;
    private final ServerSocket listening;
    private final ScheduledExecutorService line = Executors.newSingleThreadScheduledExecutor(Relay::daemon);
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile long delayNanos;

    private Relay(InetSocketAddress target, ServerSocket listening) {
        this.target = target;
        this.listening = listening;
    }

    /** Listens at one address and connects whoever comes with another, without delay at first. */
    static Relay open(InetSocketAddress address, InetSocketAddress target) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(address);
        Relay relay = new Relay(target, listening);
        daemon(relay::accept).start();
        return relay;
    }

    /** How late everything is from now on, in each direction. */
    void setDelay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                connect(listening.accept());
            } catch (IOException e) {
                // Closed, or the server is down: then the client was told.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        sockets.add(client);
        Socket server = new Socket();
        sockets.add(server);
        try {
            server.connect(target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            close(client);
            throw e;
        }
        daemon(() -> pass(client, server)).start();
        daemon(() -> pass(server, client)).start();
    }

    private void pass(Socket from, Socket to) {
        long last = System.nanoTime();
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                byte[] chunk = Arrays.copyOf(buffer, length);
                last = later(last, () -> write(out, chunk, from, to));
            }
            from.shutdownInput();
            later(last, () -> end(from, to));
        } catch (IOException broken) {
            later(last, () -> close(from, to));
        }
    }

    /** Never before what came earlier, whatever the delay was then; when it will be. */
    private long later(long last, Runnable task) {
        long now = System.nanoTime();
        long due = Math.max(last, now + delayNanos);
        if (!line.isShutdown()) {
            var unused = line.schedule(task, due - now, TimeUnit.NANOSECONDS);
        }
        return due;
    }

    private void write(OutputStream out, byte[] chunk, Socket from, Socket to) {
        try {
            out.write(chunk);
        } catch (IOException broken) {
            close(from, to);
        }
    }

    /** No more comes from there. When both sides have ended, so does the connection. */
    private void end(Socket from, Socket to) {
        try {
            to.shutdownOutput();
            if (to.isInputShutdown() && from.isOutputShutdown()) {
                close(from, to);
            }
        } catch (IOException broken) {
            close(from, to);
        }
    }

    private void close(Socket... ends) {
        for (Socket socket : ends) {
            sockets.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        line.shutdownNow();
        sockets.forEach(this::close);
    }
}
