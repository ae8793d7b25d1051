package io.understudy.ha.admin;

import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.LocalHandler;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.gateway.Traffic;
import io.understudy.ha.node.ClusterView;
import io.understudy.ha.node.NodeStatus;
import io.understudy.session.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node, its gateway and its cluster, as a test says. */
public final class PlayedNode implements Standing, Traffic, ClusterView, ControlDesk {

    public static final Identity IDENTITY = new Identity(
            "c",
            "n1",
            "0.1",
            "hash",
            2,
            Map.of("n1", URI.create("http://h1:1"), "n2", URI.create("http://h2:1")),
            new Equipment(
                    List.of("rack-7"),
                    "yarn",
                    Map.of(
                            "ha.hold.time", new Settings.Shown(Optional.of("20s"), false),
                            "ha.zookeeper.auth", new Settings.Shown(Optional.empty(), true))));

    /** Answers nothing. */
    /** Levels that nobody sets. */
    static final LogLevels NO_LEVELS = (logger, level, time) -> Instant.EPOCH;

    static final LocalHandler SILENT = (request, answer) -> {};

    public String role = "standby";
    public Epoch epoch = new Epoch(7);
    public boolean gateOpen;
    Optional<Epoch> openIn = Optional.empty();
    boolean alive = true;
    boolean holdsLock;
    boolean ready = true;
    boolean candidate;
    boolean stopping;
    public Optional<Paused> paused = Optional.empty();
    boolean holdFull;
    Duration withoutActive = Duration.ZERO;
    Optional<ActiveNode> active = Optional.of(served("n2", 7));
    List<Member> members = new ArrayList<>(List.of(member("n1", true), member("n2", true)));
    public String zookeeper = "connected";
    OptionalInt storeFormat = OptionalInt.of(1);
    List<String> problems = List.of();
    public Map<String, Integer> figures = Map.of();
    List<String> warnings = List.of();
    List<String> history = List.of();
    String fate = "done";
    Optional<Duration> clockOffset = Optional.of(Duration.ofMillis(12));
    final List<String> requests = new ArrayList<>();
    Left left = new Left.Standing("s-1");
    final Map<URI, Reply> others = new HashMap<>();
    Runnable onRequest = () -> {};
    private final List<Runnable> listeners = new ArrayList<>();

    static ActiveNode served(String node, long epoch) {
        return new ActiveNode(node, URI.create("http://" + node), new Epoch(epoch), Instant.EPOCH);
    }

    static Member member(String node, boolean ready) {
        return member(node, ready, 2);
    }

    static Member member(String node, boolean ready, int storeFormat) {
        return new Member(
                node,
                URI.create("http://h" + node.substring(1) + ":1"),
                "i",
                "0.1",
                "hash",
                ready,
                false,
                Instant.EPOCH,
                storeFormat,
                Optional.empty());
    }

    /** Node n2 says this of itself. */
    void otherSays(String role, String configHash) {
        says("n2", Map.of("role", role, "serving", role.equals("active"), "configHash", configHash));
    }

    /** Node n2, of whom something else is known already, sees this active in epoch 6. */
    void otherTakesForActive(@Nullable String active) {
        Map<String, @Nullable Object> words = new HashMap<>();
        words.put("role", "standby");
        words.put("configHash", "hash");
        words.put("epoch", 6);
        words.put("active", active == null ? null : Map.of("node", active, "http", "http://" + active));
        says("n2", words);
    }

    /** A node says this of itself. */
    void says(String name, String role) {
        says(name, Map.of("role", role));
    }

    private void says(String name, Map<String, ? extends @Nullable Object> words) {
        Map<String, @Nullable Object> status = new HashMap<>(words);
        status.put("node", name);
        status.put("version", "0.1");
        status.put("reasons", List.of("so it is"));
        others.put(URI.create("http://h" + name.substring(1) + ":1/ha/status"), Reply.json(200, status));
    }

    @Override
    public NodeStatus status() {
        return new NodeStatus(
                role, epoch, Instant.EPOCH, List.of("because"), holdsLock, ready, false, candidate, Optional.empty());
    }

    @Override
    public Optional<Epoch> open() {
        return gateOpen ? openIn.or(() -> Optional.of(epoch)) : Optional.empty();
    }

    @Override
    public Duration leaseLeft() {
        return gateOpen ? Duration.ofMillis(1500) : Duration.ofMillis(-20);
    }

    @Override
    public boolean isAlive() {
        return alive;
    }

    @Override
    public ClusterView cluster() {
        return this;
    }

    @Override
    public List<String> problems() {
        return problems;
    }

    @Override
    public Map<String, Integer> figures() {
        return figures;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public int held() {
        return 3;
    }

    @Override
    public int forwarding() {
        return 4;
    }

    @Override
    public boolean isHoldFull() {
        return holdFull;
    }

    @Override
    public Duration withoutActive() {
        return withoutActive;
    }

    @Override
    public boolean isStopping() {
        return stopping;
    }

    @Override
    public void fetch(URI address, Duration limit, Consumer<Optional<Reply>> reply) {
        reply.accept(Optional.ofNullable(others.get(address)));
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
        return zookeeper;
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
        return storeFormat;
    }

    @Override
    public Optional<byte[]> secret() {
        return Optional.empty();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Something in the cluster has changed. */
    void changed() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public Counts counts() {
        return new Counts(0, 0);
    }

    @Override
    public Optional<Duration> clockOffset() {
        return clockOffset;
    }

    @Override
    public Answers answers() {
        return new Answers(5, 6);
    }

    @Override
    public double holdFill() {
        return 0.25;
    }

    @Override
    public List<String> history() {
        return history;
    }

    @Override
    public List<Entry> entries() {
        return List.of(new Entry("s-0", "switchover", new Epoch(6), Optional.of("n2"), "n1", Instant.EPOCH, fate));
    }

    @Override
    public Optional<Paused> paused() {
        return paused;
    }

    @Override
    public void requestPause(Epoch term, Duration length, Motive motive, Consumer<Left> reply) {
        requests.add(term + " pause " + length + said(motive));
        reply.accept(left);
    }

    @Override
    public void requestResume(Epoch term, Motive motive, Consumer<Left> reply) {
        requests.add(term + " resume" + said(motive));
        reply.accept(left);
    }

    @Override
    public void requestFormat(Epoch term, int format, Consumer<Left> reply) {
        requests.add(term + " format " + format);
        reply.accept(left);
    }

    @Override
    public void requestSwitchover(Epoch term, Optional<String> to, Motive motive, Consumer<Left> reply) {
        requests.add(term + " " + to.orElse("anybody") + said(motive));
        onRequest.run();
        reply.accept(left);
    }

    private static String said(Motive motive) {
        return motive.by().map(by -> " by " + by).orElse("")
                + motive.reason().map(reason -> " (" + reason + ")").orElse("");
    }
}
