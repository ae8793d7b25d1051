package io.understudy.ha.simulation;

import io.understudy.fencing.LockProof;
import io.understudy.ha.node.Election;
import java.time.Duration;
import java.util.Optional;

/** The elector: stands for election again by itself when its session is lost, unless it gives up. */
final class SimElection implements Election, SimSession.Watcher {

    private final World world;
    private final SimProcess process;
    private final Duration timeout;
    private Optional<Listener> listener = Optional.empty();
    private Optional<SimSession> session = Optional.empty();
    private Optional<Long> held = Optional.empty();
    private boolean holding;
    private long ordered;

    SimElection(World world, SimProcess process, Duration timeout) {
        this.world = world;
        this.process = process;
        this.timeout = timeout;
    }

    @Override
    public void join(Listener joining) {
        order(() -> {
            quit(() -> {});
            listener = Optional.of(joining);
            connect(joining);
        });
    }

    @Override
    public void leave(Runnable done) {
        order(() -> quit(done));
    }

    /** One thread carries out what the node asks for, in that order. */
    private void order(Runnable task) {
        ordered = Math.max(ordered, world.timeline().now() + world.delay().toNanos());
        process.events().post(Duration.ofNanos(ordered - world.timeline().now()), task);
    }

    @Override
    public boolean holdsLock(long ofSession) {
        return holding && held.equals(Optional.of(ofSession));
    }

    /** Gives up, as the elector does after too many lost operations. */
    void failFatally() {
        listener.ifPresent(told -> {
            quit(() -> {});
            told.lost("the session ended");
            told.failed("the elector gave up");
        });
    }

    /** Drops the session and stands again, as the elector does when it could not write its breadcrumb. */
    void dropSession() {
        listener.ifPresent(told -> {
            quit(() -> {});
            listener = Optional.of(told);
            told.lost("the session ended");
            connect(told);
        });
    }

    @Override
    public void disconnected() {
        holding = false;
        listener.ifPresent(Listener::disconnected);
    }

    @Override
    public void reconnected() {
        session.ifPresent(this::contend);
    }

    @Override
    public void expired() {
        holding = false;
        session = Optional.empty();
        listener.ifPresent(told -> {
            told.lost("the session expired");
            if (world.random().nextInt(5) == 0) {
                listener = Optional.empty();
                told.failed("the elector gave up");
            } else {
                process.events().post(world.delay(), () -> connect(told));
            }
        });
    }

    private void quit(Runnable done) {
        holding = false;
        listener = Optional.empty();
        Optional<SimSession> closing = session;
        session = Optional.empty();
        closing.ifPresentOrElse(open -> open.close(done), () -> process.events().post(world.delay(), done));
    }

    private void connect(Listener told) {
        if (!isCurrent(told) || session.isPresent()) {
            return;
        }
        if (world.isLinked(process)) {
            SimSession opened = new SimSession(world, process, timeout, this);
            session = Optional.of(opened);
            contend(opened);
        } else {
            process.events().post(timeout, () -> {
                if (isCurrent(told)) {
                    listener = Optional.empty();
                    told.failed("ZooKeeper does not answer");
                }
            });
        }
    }

    private void contend(SimSession on) {
        on.request(() -> world.zooKeeper().takeLock(on.id()), taken -> {
            if (!isCurrent(on) || taken.isEmpty()) {
                return;
            }
            if (taken.get()) {
                elected(on);
            } else {
                if (held.equals(Optional.of(on.id()))) {
                    listener.ifPresent(told -> told.lost("another node has the lock"));
                }
                world.zooKeeper()
                        .whenLockIsGone(() -> process.events().post(world.delay(), () -> {
                            if (isCurrent(on)) {
                                contend(on);
                            }
                        }));
            }
        });
    }

    private void elected(SimSession on) {
        holding = true;
        held = Optional.of(on.id());
        world.zooKeeper().whenLockIsGone(() -> process.events().post(world.delay(), () -> lockDeleted(on)));
        listener.ifPresent(
                told -> told.elected(new Lock(on.id(), new SimFence(world, process, on), new LockProof.HeldLock())));
    }

    private void lockDeleted(SimSession on) {
        if (isCurrent(on)) {
            holding = false;
            listener.ifPresent(Listener::disconnected);
            contend(on);
        }
    }

    private boolean isCurrent(SimSession other) {
        return session.isPresent() && session.get() == other;
    }

    private boolean isCurrent(Listener other) {
        return listener.isPresent() && listener.get() == other;
    }
}
