package io.understudy.ha.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client's ZooKeeper session over an unreliable link. What is under way when the connection breaks has an unknown
 * outcome; the client notices late, and learns of its expiry only when it can connect again.
 */
final class SimSession {

    /** Told on the client's event thread. */
    interface Watcher {
        void disconnected();

        void reconnected();

        void expired();
    }

    private final World world;
    private final SimProcess process;
    private final Watcher watcher;
    private final Duration timeout;
    private final long id;
    private final List<Request<?>> pending = new ArrayList<>();
    private int connection;
    private boolean broken;
    private boolean connected = true;
    private boolean closed;
    private long lastArrival;
    private long lastAnswer;

    SimSession(World world, SimProcess process, Duration timeout, Watcher watcher) {
        this.world = world;
        this.process = process;
        this.watcher = watcher;
        this.timeout = timeout;
        this.id = world.zooKeeper().open(timeout);
        world.opened(this);
        process.events().post(timeout.dividedBy(3), this::ping);
    }

    long id() {
        return id;
    }

    Duration timeout() {
        return timeout;
    }

    /** Whether the client has closed it or knows that it expired; the server may not know yet. */
    boolean isClosed() {
        return closed;
    }

    SimProcess process() {
        return process;
    }

    /** Sends a request; the reply is empty if nobody can say what became of it. Replies once, never within this call. */
    <T> void request(Supplier<T> atServer, Consumer<Optional<T>> reply) {
        Request<T> request = new Request<>(reply);
        if (closed || !connected) {
            process.events().post(Duration.ofMillis(1), () -> request.answer(Optional.empty()));
            return;
        }
        pending.add(request);
        lastArrival =
                Math.max(lastArrival + 1, world.timeline().now() + world.delay().toNanos());
        int on = connection;
        world.timeline().at(lastArrival, () -> {
            if (isSound(on) && world.zooKeeper().isAlive(id)) {
                world.zooKeeper().hear(id);
                answer(on, request, atServer.get());
            }
        });
    }

    /** Closes the session, then tells so; the server learns of it only over a link that stands. */
    void close(Runnable done) {
        closed = true;
        failPending();
        boolean heard = isSound(connection);
        world.timeline().after(world.delay(), () -> {
            if (heard && world.isLinked(process)) {
                world.zooKeeper().end(id);
            }
        });
        process.events().post(world.delay().plus(world.delay()), done);
    }

    /** The link went down; the client notices now or after two thirds of the timeout. */
    void breakConnection() {
        if (closed || broken || !connected) {
            return;
        }
        broken = true;
        Duration notice = world.random().nextBoolean()
                ? world.delay()
                : timeout.multipliedBy(2).dividedBy(3);
        int on = connection;
        process.events().post(notice, () -> noticed(on));
    }

    private <T> void answer(int on, Request<T> request, T value) {
        lastAnswer =
                Math.max(lastAnswer + 1, world.timeline().now() + world.delay().toNanos());
        world.timeline().at(lastAnswer, () -> {
            if (isSound(on)) {
                process.events().arrive(() -> {
                    if (pending.remove(request)) {
                        request.answer(Optional.of(value));
                    }
                });
            }
        });
    }

    private boolean isSound(int on) {
        return on == connection && !broken && world.isLinked(process);
    }

    private void noticed(int on) {
        if (closed || on != connection || !connected) {
            return;
        }
        connected = false;
        failPending();
        watcher.disconnected();
        reconnectLater();
    }

    private void reconnectLater() {
        process.events().post(Duration.ofMillis(world.random().nextInt(1000)), this::reconnect);
    }

    private void reconnect() {
        if (closed) {
            return;
        }
        if (!world.isLinked(process)) {
            reconnectLater();
        } else if (world.zooKeeper().isAlive(id)) {
            world.zooKeeper().hear(id);
            connection++;
            broken = false;
            connected = true;
            watcher.reconnected();
        } else {
            closed = true;
            watcher.expired();
        }
    }

    private void ping() {
        if (closed) {
            return;
        }
        if (connected && !broken && world.isLinked(process)) {
            if (world.zooKeeper().isAlive(id)) {
                world.zooKeeper().hear(id);
            } else {
                noticed(connection);
            }
        }
        process.events().post(timeout.dividedBy(3), this::ping);
    }

    private void failPending() {
        List<Request<?>> lost = List.copyOf(pending);
        pending.clear();
        lost.forEach(request -> process.events().post(Duration.ofMillis(1), () -> request.answer(Optional.empty())));
    }

    private static final class Request<T> {

        private final Consumer<Optional<T>> reply;

        Request(Consumer<Optional<T>> reply) {
            this.reply = reply;
        }

        void answer(Optional<T> value) {
            reply.accept(value);
        }
    }
}
