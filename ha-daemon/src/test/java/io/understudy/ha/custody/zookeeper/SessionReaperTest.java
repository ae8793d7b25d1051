package io.understudy.ha.custody.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.zookeeper.Credential;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.custody.Custody;
import io.understudy.ha.custody.Ticket;
import io.understudy.session.config.zookeeper.ZooKeeperSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions of dead processes, played by a client that is only half asleep, at a real ZooKeeper. */
final class SessionReaperTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String GRAVE = "/grave";

    private final TestingZooKeeper server = TestingZooKeeper.start();
    private final SessionReaper reaper = new SessionReaper();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatTheDeadHeldIsGoneAndAGraveSaysSo() throws Exception {
        Ticket lock = dead("/lock");
        Ticket member = dead("/member");

        assertThat(reaper.reap(custody(lock, member), true, LIMIT)).isEmpty();

        assertThat(server.client().exists("/lock", false)).isNull();
        assertThat(server.client().exists("/member", false)).isNull();
        assertThat(hasGrave()).isTrue();
        ZooKeeper mine = server.connect();
        mine.addAuthInfo("digest", "me:secret".getBytes(UTF_8));
        assertThat(mine.getData(GRAVE, false, null)).isEqualTo("{\"node\":\"n1\"}".getBytes(UTF_8));
        assertThat(mine.getACL(GRAVE, new Stat()))
                .singleElement()
                .satisfies(right -> assertThat(right.getId().getScheme()).isEqualTo("digest"));
    }

    /** Something of its process group may live, and submit. */
    @Test
    void whoseDeathIsNotProvenGetsNoGrave() throws Exception {
        Ticket lock = dead("/lock");

        assertThat(reaper.reap(custody(lock), false, LIMIT)).isEmpty();

        assertThat(server.client().exists("/lock", false)).isNull();
        assertThat(hasGrave()).isFalse();
    }

    @Test
    void aSessionThatIsGoneAlreadyIsNoTrouble() throws Exception {
        Ticket lock = dead("/lock");
        Ticket member = dead("/member");
        server.expire(lock.session());
        await().atMost(LIMIT).until(() -> server.client().exists("/lock", false) == null);

        assertThat(reaper.reap(custody(lock, member), true, LIMIT)).isEmpty();

        assertThat(server.client().exists("/member", false)).isNull();
        assertThat(hasGrave()).isTrue();
    }

    @Test
    void whereZooKeeperIsSilentTheSessionsAreLeftToExpire() throws Exception {
        Ticket lock = dead("/lock");
        server.stop();

        Optional<String> trouble = reaper.reap(custody(lock), true, Duration.ofMillis(300));

        assertThat(trouble).isPresent();
        assertThat(trouble.get()).contains(lock.toString(), "expire").doesNotContain(lock.password());
    }

    @Test
    void aRehearsalLeavesNothing() throws Exception {
        Ticket lock = dead("/lock");

        reaper.rehearse(custody(lock));

        assertThat(server.client().exists("/lock", false)).isNotNull();
        assertThat(hasGrave()).isFalse();
    }

    /** Whoever has no right to read it may not even ask for it. */
    private boolean hasGrave() throws Exception {
        return server.client().getChildren("/", false).contains("grave");
    }

    /** A session with an ephemeral node, whose client says nothing more. */
    private Ticket dead(String path) throws Exception {
        ZooKeeper session = server.connect();
        session.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        return Tickets.of(session);
    }

    private Custody custody(Ticket... tickets) {
        ZooKeeperAddress address = new ZooKeeperAddress(
                server.connectString(),
                Duration.ofSeconds(6),
                Map.of(),
                List.of(new Credential("digest", "me:secret")));
        ZooKeeperSettings settings =
                new ZooKeeperSettings(address, "ZooKeeper", "/", ZooDefs.Ids.CREATOR_ALL_ACL, Optional.empty());
        return CustodyParts.of(settings, GRAVE, "{\"node\":\"n1\"}").with(List.of(tickets));
    }
}
