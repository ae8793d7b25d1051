package io.understudy.ha.membership.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperLink;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.membership.ControlBoard;
import io.understudy.ha.membership.ControlOutcome;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.membership.DuplicateNode;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.StoreGuard;
import io.understudy.ha.node.Toll;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The member session of this node: shows that it lives, sees who else does and who serves, leaves requests, and guards
 * the way into the election. It is open in every role, survives any absence of ZooKeeper, and never writes to the store
 * but to create it.
 */
public final class ZooKeeperMembership implements ClusterView, ControlBoard, StoreGuard, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperMembership.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final StoreLoop loop = new StoreLoop("membership");
    private final MemberLoop member;
    private final ZooKeeperLink link;
    private final Consumer<DuplicateNode> duplicate;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile ClusterPicture picture = ClusterPicture.NOTHING;
    private volatile Optional<byte[]> secret = Optional.empty();
    private volatile Optional<String> open = Optional.empty();
    private volatile Optional<Clock> clock = Optional.empty();
    private volatile List<String> history = List.of();

    /** What ZooKeeper's clock said, and when that came, as {@link System#nanoTime()}. */
    private record Clock(long millis, long heardAt) {

        Instant now() {
            return Instant.ofEpochMilli(millis).plusNanos(System.nanoTime() - heardAt);
        }
    }

    private ZooKeeperMembership(MembershipSettings settings, Custodian custodian, Consumer<DuplicateNode> duplicate)
            throws IOException {
        this.duplicate = duplicate;
        this.member = new MemberLoop(settings, custodian, loop, new Published());
        this.link = ZooKeeperLink.open(settings.address(), loop, member);
    }

    /**
     * Opens the member session. Returns at once; ZooKeeper need not be there.
     *
     * @param custodian keeps the session
     * @param duplicate told if another process lives under this node's id: this one must end. Called on a thread that
     *     must not be blocked
     * @throws IOException with a sentence for the operator, if the address is malformed
     */
    public static ZooKeeperMembership open(
            MembershipSettings settings, Custodian custodian, Consumer<DuplicateNode> duplicate) throws IOException {
        return new ZooKeeperMembership(settings, custodian, duplicate);
    }

    /** Shows the others whether this node could take over. */
    public void setReady(boolean ready) {
        loop.execute(() -> member.showReady(ready));
    }

    /** Shows the others whether this node stays back from the election for a switchover. */
    public void setBack(boolean back) {
        loop.execute(() -> member.showBack(back));
    }

    /** Shows the others what the last change of office cost this node's clients. */
    public void setToll(Toll toll) {
        loop.execute(() -> member.showToll(toll));
    }

    @Override
    public void check(StoreMemory memory, Consumer<Verdict> reply) {
        if (loop.isClosed()) {
            reply.accept(new Verdict.Unreachable("this node is stopping"));
        } else {
            loop.execute(() -> member.check(memory, reply));
        }
    }

    /** What an operator should know of the store though nothing is wrong, a sentence each. Any thread may ask. */
    public List<String> warnings() {
        return open.stream().toList();
    }

    /** The records of the last thousand terms, each as JSON, the newest last. From memory; any thread may ask. */
    public List<String> history() {
        return history;
    }

    @Override
    public Optional<ActiveNode> active() {
        return picture.active();
    }

    @Override
    public List<Member> members() {
        return picture.members();
    }

    @Override
    public String zookeeper() {
        return picture.zookeeper();
    }

    @Override
    public Epoch epoch() {
        return picture.epoch().number();
    }

    @Override
    public Optional<String> leader() {
        return picture.epoch().node();
    }

    @Override
    public OptionalInt storeFormat() {
        return picture.epoch().format();
    }

    @Override
    public Optional<byte[]> secret() {
        return secret.map(byte[]::clone);
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public List<ControlRecord> controls() {
        return picture.controls();
    }

    @Override
    public Optional<Instant> time() {
        return clock.map(Clock::now);
    }

    @Override
    public void create(String name, String json, Consumer<ControlOutcome> reply) {
        control(writer -> writer.create(name, json.getBytes(UTF_8), reply), reply);
    }

    @Override
    public void replace(String name, String json, int version, Consumer<ControlOutcome> reply) {
        control(writer -> writer.replace(name, json.getBytes(UTF_8), version, reply), reply);
    }

    @Override
    public void delete(String name, int version, Consumer<ControlOutcome> reply) {
        control(writer -> writer.delete(name, version, reply), reply);
    }

    /**
     * Leaves word beside the graves: a fact that needs no fence. Any thread may call.
     *
     * @param name below {@link StorePaths#GRAVES}
     * @param reply a conflict if it was left before
     */
    public void leaveWord(String name, String json, Consumer<ControlOutcome> reply) {
        control(writer -> writer.leave(StorePaths.grave(name), json.getBytes(UTF_8), reply), reply);
    }

    /** Ends the member session; this node's record goes with it. Waits a few seconds at most. */
    @Override
    public void close() {
        link.close();
        loop.execute(member::close);
        loop.close(CLOSE_LIMIT);
    }

    private void control(Consumer<ControlWriter> change, Consumer<ControlOutcome> reply) {
        if (loop.isClosed()) {
            reply.accept(new ControlOutcome.Unknown("this node is stopping"));
        } else {
            loop.execute(() -> member.control(change, reply));
        }
    }

    /** Takes what the loop tells and shows it to everybody. Called on the loop only. */
    private final class Published implements MemberLoop.Listener {

        @Override
        public void zooKeeper(String state) {
            publish(picture.withZookeeper(state));
        }

        @Override
        public void seen(ClusterReading.Seen seen) {
            if (seen.secret().isPresent()) {
                secret = seen.secret();
            }
            publish(seen.picture().after(picture));
        }

        @Override
        public void clock(long millis) {
            clock = Optional.of(new Clock(millis, System.nanoTime()));
        }

        @Override
        public void open(Optional<String> sentence) {
            if (!open.equals(sentence)) {
                open = sentence;
                sentence.ifPresentOrElse(LOG::warn, () -> LOG.info("The store is closed now."));
            }
        }

        @Override
        public void history(List<String> records) {
            history = records;
        }

        @Override
        public void duplicate(DuplicateNode other) {
            duplicate.accept(other);
        }

        private void publish(ClusterPicture now) {
            if (!now.equals(picture)) {
                picture = now;
                listeners.forEach(Runnable::run);
            }
        }
    }
}
