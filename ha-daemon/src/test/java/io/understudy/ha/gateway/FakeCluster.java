package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cluster that a test describes. */
final class FakeCluster implements ClusterView {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<ActiveNode> active = Optional.empty();
    private volatile Epoch epoch = Epoch.NONE;
    private volatile Optional<byte[]> secret = Optional.of("secret".getBytes(StandardCharsets.UTF_8));
    private volatile List<Member> members = List.of(member("n1"), member("n2"));

    static Member member(String node) {
        return new Member(
                node,
                URI.create("http://127.0.0.1:1"),
                "i-" + node,
                "0.1",
                "hash",
                true,
                false,
                Instant.EPOCH,
                1,
                Optional.empty());
    }

    /** Node {@code node} begins to serve. */
    void serves(String node, URI http, long number) {
        epoch = new Epoch(number);
        active = Optional.of(new ActiveNode(node, http, epoch, Instant.EPOCH));
        listeners.forEach(Runnable::run);
    }

    /** Nobody serves. */
    void nobodyServes() {
        active = Optional.empty();
        listeners.forEach(Runnable::run);
    }

    /** A new epoch was seen, without a node that serves in it yet. */
    void epochSeen(long number) {
        epoch = new Epoch(number);
    }

    void secretIs(String text) {
        secret = Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }

    void membersAre(Member... now) {
        members = List.of(now);
    }

    @Override
    public Optional<ActiveNode> active() {
        return active;
    }

    @Override
    public List<Member> members() {
        return members;
    }

    @Override
    public String zookeeper() {
        return "connected";
    }

    @Override
    public Epoch epoch() {
        return epoch;
    }

    @Override
    public Optional<String> leader() {
        return Optional.empty();
    }

    @Override
    public OptionalInt storeFormat() {
        return OptionalInt.empty();
    }

    @Override
    public Optional<byte[]> secret() {
        return secret;
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }
}
