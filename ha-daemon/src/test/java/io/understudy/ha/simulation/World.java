package io.understudy.ha.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import io.understudy.fencing.StoreIdentity;
import io.understudy.ha.node.ClusterView.Member;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Hosts, ZooKeeper, YARN and the network between them, under one seed and one clock. */
final class World {

    static final StoreIdentity STORE = new StoreIdentity(new UUID(7, 7));

    private static final URI HTTP = URI.create("http://127.0.0.1:1");

    private static final Pattern ACTIVE = Pattern.compile(".*\"node\":\"(\\w+)\".*");

    private final Random random;
    private final Timeline timeline = new Timeline();
    private final SimZooKeeper zooKeeper = new SimZooKeeper(timeline);
    private final SimYarn yarn = new SimYarn(zooKeeper::isLockJustDeleted);
    private final List<SimSession> sessions = new ArrayList<>();
    private final List<Host> hosts;
    private final Faults faults;
    private final Invariants invariants;

    World(long seed) {
        this.random = new Random(seed);
        this.hosts = IntStream.rangeClosed(1, 2 + random.nextInt(4))
                .mapToObj(number -> new Host(this, "n" + number))
                .toList();
        this.faults = new Faults(this);
        this.invariants = new Invariants(this);
        hosts.forEach(host -> timeline.after(delay(), host::start));
    }

    Random random() {
        return random;
    }

    Timeline timeline() {
        return timeline;
    }

    SimZooKeeper zooKeeper() {
        return zooKeeper;
    }

    SimYarn yarn() {
        return yarn;
    }

    List<Host> hosts() {
        return hosts;
    }

    Faults faults() {
        return faults;
    }

    Invariants invariants() {
        return invariants;
    }

    Stream<SimProcess> processes() {
        return hosts.stream().flatMap(host -> host.process().stream());
    }

    /** A delay of the network or of a thread: mostly short, sometimes not. */
    Duration delay() {
        return Duration.ofMillis(random.nextInt(20) == 0 ? random.nextInt(500) : 1 + random.nextInt(10));
    }

    boolean isLinked(SimProcess process) {
        return zooKeeper.isUp() && !process.host().isCut() && !process.isDead();
    }

    List<Member> members() {
        return processes()
                .filter(this::isLinked)
                .map(process -> new Member(
                        process.host().name(),
                        HTTP,
                        "",
                        "",
                        "",
                        process.node().status().ready(),
                        process.node().status().back(),
                        Instant.EPOCH,
                        1,
                        Optional.empty()))
                .toList();
    }

    /** The node that {@code active} names. */
    Optional<String> active() {
        Matcher matcher = ACTIVE.matcher(new String(zooKeeper.data("active"), UTF_8));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    Optional<SimSession> session(long id) {
        for (SimSession session : sessions) {
            if (session.id() == id) {
                return Optional.of(session);
            }
        }
        return Optional.empty();
    }

    void opened(SimSession session) {
        sessions.removeIf(other -> other.process().isDead());
        sessions.add(session);
    }

    /** Breaks the connections of a host. */
    void cut(Host host) {
        host.cut();
        sessions.stream().filter(session -> session.process().host() == host).forEach(SimSession::breakConnection);
    }

    void stopZooKeeper() {
        zooKeeper.stop();
        sessions.forEach(SimSession::breakConnection);
    }

    /** Who is active now. */
    Optional<SimProcess> open() {
        return processes().filter(process -> process.node().gate().isOpen()).findFirst();
    }

    /** Lets time pass until somebody is active. */
    void awaitActive(Duration atMost) {
        long end = timeline.now() + atMost.toNanos();
        while (open().isEmpty()) {
            if (timeline.now() > end) {
                fail("I10: nobody is active after %s: %s", atMost, roles());
            }
            step();
        }
    }

    /** What every node says of itself. */
    List<String> roles() {
        return hosts.stream()
                .map(host -> host.name() + " "
                        + host.process()
                                .map(process -> process.node().status().toString())
                                .orElse("down"))
                .toList();
    }

    /** Lets time pass, invariants checked after everything that happens. */
    void run(Duration time) {
        long end = timeline.now() + time.toNanos();
        boolean[] over = new boolean[1];
        timeline.at(end, () -> over[0] = true);
        while (!over[0]) {
            step();
        }
    }

    void step() {
        timeline.step();
        invariants.check();
    }
}
