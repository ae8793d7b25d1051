package io.understudy.ha.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.PauseRequest;
import io.understudy.ha.node.ClusterView;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a member session shows of the cluster, up to a second late. */
final class SimCluster implements ClusterView {

    private static final URI HTTP = URI.create("http://127.0.0.1:1");
    private static final Pattern ACTIVE = Pattern.compile("\\{\"epoch\":(\\d+),\"node\":\"(\\w+)\".*");

    private static final Duration CLOCK_ERROR = Duration.ofSeconds(1);

    private final World world;
    private final Duration clockError;
    private final SimProcess process;
    private final List<Runnable> listeners = new ArrayList<>();
    private Optional<ActiveNode> active = Optional.empty();
    private List<Member> members = List.of();
    private Epoch epoch = Epoch.NONE;
    private Optional<String> leader = Optional.empty();

    SimCluster(World world, SimProcess process) {
        this.world = world;
        this.process = process;
        this.clockError = Duration.ofMillis(world.random().nextInt((int) CLOCK_ERROR.toMillis()))
                .multipliedBy(world.random().nextBoolean() ? 1 : -1);
        lookLater();
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
        return world.isLinked(process) ? "connected" : "disconnected";
    }

    @Override
    public Epoch epoch() {
        return epoch;
    }

    @Override
    public Optional<String> leader() {
        return leader;
    }

    @Override
    public OptionalInt storeFormat() {
        return OptionalInt.of(1);
    }

    @Override
    public Optional<byte[]> secret() {
        return Optional.empty();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void lookLater() {
        process.events().post(Duration.ofMillis(200 + world.random().nextInt(800)), () -> {
            if (world.isLinked(process)) {
                look();
            }
            lookLater();
        });
    }

    private void look() {
        epoch = new Epoch(world.zooKeeper().epoch());
        leader = world.zooKeeper().leader();
        members = world.members();
        String text = new String(world.zooKeeper().data("active"), UTF_8);
        Matcher matcher = ACTIVE.matcher(text);
        Optional<ActiveNode> now = matcher.matches()
                ? Optional.of(new ActiveNode(
                        matcher.group(2), HTTP, new Epoch(Long.parseLong(matcher.group(1))), Instant.EPOCH))
                : Optional.empty();
        if (!now.equals(active)) {
            active = now;
            listeners.forEach(Runnable::run);
        }
        process.node().reportPause(pause());
    }

    private Optional<String> pause() {
        SimRequests requests = world.zooKeeper().requests();
        boolean forbidden = requests.isPaused(clockError)
                && !PauseRequest.lets(process.host().name(), epoch, leader, requests.switchover());
        return forbidden ? Optional.of("paused") : Optional.empty();
    }
}
