package io.understudy.ha.membership.zookeeper;

import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperLink;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.custody.zookeeper.Tickets;
import io.understudy.ha.membership.ControlOutcome;
import io.understudy.ha.membership.DuplicateNode;
import io.understudy.ha.node.StoreGuard.Verdict;
import io.understudy.ha.node.Toll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a member does, on one thread: keeps its record, looks again at every change, answers the guard's question. */
final class MemberLoop implements ZooKeeperLink.Listener, MemberSeat.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(MemberLoop.class);

    /** How long a dead predecessor's record may outlive its session timeout: two of ZooKeeper's usual ticks. */
    private static final Duration EXPIRY_SLACK = Duration.ofSeconds(4);

    private static final String PURPOSE = "member";

    private final MembershipSettings settings;
    private final Custodian custodian;
    private final StoreLoop loop;
    private final Listener listener;
    private final Admittance admittance;
    private final OpennessWatch openness;
    private final HistoryWatch history;
    private final Watcher watcher = this::onWatch;
    private Optional<ZooKeeper> handle = Optional.empty();
    private Optional<MemberSeat> seat = Optional.empty();
    private Optional<Long> occupiedSince = Optional.empty();
    private Runnable cancelPatience = () -> {};
    private boolean connected;
    private boolean refused;
    private boolean ready;
    private boolean back;
    private Optional<Toll> toll = Optional.empty();
    private ClusterReading.Names names = ClusterReading.Names.NONE;
    private boolean looking;
    private boolean lookAgain;

    /** What the loop tells. */
    interface Listener {

        /** ZooKeeper is {@code connected}, {@code disconnected} or {@code closed}. */
        void zooKeeper(String state);

        /** Everything that is watched was looked at. */
        void seen(ClusterReading.Seen seen);

        /** ZooKeeper's clock has just said this, in milliseconds. */
        void clock(long millis);

        /** Whether the store is open to everybody against this node's configuration: a sentence. May be told again. */
        void open(Optional<String> sentence);

        /** The records of all terms, as JSON, the newest last. */
        void history(List<String> records);

        /** Another process lives under this node's id. */
        void duplicate(DuplicateNode other);
    }

    MemberLoop(MembershipSettings settings, Custodian custodian, StoreLoop loop, Listener listener) {
        this.settings = settings;
        this.custodian = custodian;
        this.loop = loop;
        this.listener = listener;
        this.admittance = new Admittance(settings, loop);
        this.openness = new OpennessWatch(settings.access(), loop, listener::open);
        this.history = new HistoryWatch(layout(), loop, listener::history);
    }

    void close() {
        forgetSession();
        listener.zooKeeper("closed");
    }

    void showReady(boolean now) {
        ready = now;
        seat.ifPresent(taken -> taken.want(record()));
    }

    void showBack(boolean now) {
        back = now;
        seat.ifPresent(taken -> taken.want(record()));
    }

    void showToll(Toll now) {
        toll = Optional.of(now);
        seat.ifPresent(taken -> taken.want(record()));
    }

    void check(StoreMemory memory, Consumer<Verdict> reply) {
        if (refused) {
            reply.accept(admittance.unknown());
        } else if (connected && handle.isPresent()) {
            admittance.apply(handle.get(), memory, reply);
        } else {
            reply.accept(admittance.silent());
        }
    }

    void control(Consumer<ControlWriter> change, Consumer<ControlOutcome> reply) {
        if (handle.isPresent()) {
            change.accept(new ControlWriter(handle.get(), settings.access()));
        } else {
            reply.accept(
                    new ControlOutcome.Unknown(settings.access().where() + " does not answer, nothing was requested"));
        }
    }

    @Override
    public void connected(ZooKeeper zooKeeper) {
        connected = true;
        if (handle.filter(known -> known == zooKeeper).isEmpty()) {
            handle = Optional.of(zooKeeper);
            custodian.keep(PURPOSE, Tickets.of(zooKeeper), () -> {});
            seat = Optional.of(new MemberSeat(
                    zooKeeper,
                    layout().path(StorePaths.member(settings.self().node())),
                    settings.access().acl(),
                    settings.self(),
                    record(),
                    loop,
                    this));
        }
        listener.zooKeeper("connected");
        watch(zooKeeper);
        seat.ifPresent(MemberSeat::settle);
        look();
        openness.look(zooKeeper);
        history.look(zooKeeper);
    }

    @Override
    public void disconnected() {
        connected = false;
        occupiedSince = Optional.empty();
        listener.zooKeeper("disconnected");
    }

    @Override
    public void ended() {
        forgetSession();
        listener.zooKeeper("closed");
    }

    /** Until ZooKeeper has answered something, a new session is no better than the one before. */
    @Override
    public void refused() {
        refused = true;
        ended();
    }

    @Override
    public void taken() {
        occupiedSince = Optional.empty();
        handle.ifPresent(admittance::seated);
    }

    @Override
    public void wroteAt(long at) {
        listener.clock(at);
    }

    /** A dead predecessor's record goes when its session expires; the members' watch tells. One that stays is alive. */
    @Override
    public void occupied(DuplicateNode other) {
        if (occupiedSince.isEmpty()) {
            occupiedSince = Optional.of(System.nanoTime());
            LOG.info(
                    "A record of {} at {} is still among the members. Waiting for it to go.",
                    other.node(),
                    other.http());
            cancelPatience.run();
            cancelPatience = loop.after(patience().plusMillis(1), this::settleAnew);
        } else if (System.nanoTime() - occupiedSince.get() >= patience().toNanos()) {
            occupiedSince = Optional.empty();
            listener.duplicate(other);
        }
    }

    @Override
    public void nowhere() {
        // The watch on the members tells when there is a store.
    }

    private void settleAnew() {
        if (connected) {
            seat.ifPresent(MemberSeat::settle);
        }
    }

    private Duration patience() {
        int timeout = handle.map(ZooKeeper::getSessionTimeout).orElse(0);
        return EXPIRY_SLACK.plusMillis(timeout);
    }

    /** Repeated after each reconnection: it is the same watch, and the request before may have been lost. */
    private void watch(ZooKeeper zooKeeper) {
        List.of(StorePaths.ACTIVE, StorePaths.EPOCH)
                .forEach(path -> addWatch(zooKeeper, path, AddWatchMode.PERSISTENT));
        List.of(StorePaths.MEMBERS, StorePaths.CONTROL)
                .forEach(path -> addWatch(zooKeeper, path, AddWatchMode.PERSISTENT_RECURSIVE));
    }

    private void addWatch(ZooKeeper zooKeeper, String path, AddWatchMode mode) {
        zooKeeper.addWatch(layout().path(path), watcher, mode, (rc, watched, context) -> {}, null);
    }

    private void onWatch(WatchedEvent event) {
        if (event.getType() != EventType.None) {
            loop.execute(this::look);
        }
    }

    private void look() {
        if (looking) {
            lookAgain = true;
        } else {
            handle.ifPresent(this::look);
        }
    }

    private void look(ZooKeeper zooKeeper) {
        looking = true;
        ClusterReading.read(zooKeeper, layout(), loop, names, seen -> {
            looking = false;
            if (handle.filter(current -> current == zooKeeper).isPresent()) {
                seen.ifPresent(this::onSeen);
                seat.filter(mine -> !mine.isTaken()).ifPresent(MemberSeat::settle);
            }
            if (lookAgain) {
                lookAgain = false;
                look();
            }
        });
    }

    private void onSeen(ClusterReading.Seen seen) {
        refused = false;
        names = seen.names();
        listener.seen(seen);
    }

    private void forgetSession() {
        custodian.release(PURPOSE);
        connected = false;
        handle = Optional.empty();
        seat = Optional.empty();
        occupiedSince = Optional.empty();
        admittance.unseated();
        openness.stop();
        history.stop();
    }

    private byte[] record() {
        return MemberRecords.member(settings.self(), ready, back, toll);
    }

    private StoreLayout layout() {
        return settings.access().layout();
    }
}
