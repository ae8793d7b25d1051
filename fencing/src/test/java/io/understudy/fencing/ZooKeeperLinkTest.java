package io.understudy.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.fencing.zookeeper.ZooKeeperLink;
import io.understudy.fencing.zookeeper.ZooKeeperSessions;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A link tells what becomes of it, and is quiet about what goes on. */
final class ZooKeeperLinkTest {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Set<ZooKeeper> handles = ConcurrentHashMap.newKeySet();
    private final List<ZooKeeperLink> opened = new CopyOnWriteArrayList<>();
    private final StoreLoop loop = new StoreLoop("link");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ZooKeeperSessions.class);
    private TestingZooKeeper server;

    @BeforeEach
    void start() {
        server = TestingZooKeeper.start();
        log.list = Collections.synchronizedList(log.list);
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        opened.forEach(ZooKeeperLink::close);
        loop.close(Duration.ofSeconds(10));
        server.close();
    }

    @Test
    void anAbsenceIsLoggedOnceDownAndOnceUp() throws Exception {
        open();
        awaitHeard("connected", 1);
        server.stop();
        awaitHeard("disconnected", 1);
        server.restart();
        awaitHeard("connected", 2);

        assertThat(messages()).containsExactly(unreachable(), back());
        assertThat(handles).hasSize(1);
    }

    /** The client itself ends a session of which it has heard nothing for four thirds of the timeout. */
    @Test
    void anAbsenceLongerThanASessionIsLoggedOnceDownAndOnceUp() throws Exception {
        open();
        awaitHeard("connected", 1);
        server.stop();
        awaitHeard("ended", 1);
        server.restart();
        awaitHeard("connected", 2);

        assertThat(messages()).containsExactly(unreachable(), back());
        assertThat(handles).hasSize(2);
    }

    @Test
    void zooKeeperNeedNotBeThere() throws Exception {
        server.stop();
        open();
        awaitHeard("disconnected", 1);
        server.restart();
        awaitHeard("connected", 1);

        assertThat(heard.get(0)).isEqualTo("disconnected");
        assertThat(messages()).containsExactly(unreachable(), back());
    }

    @Test
    void anEndedSessionIsFollowedByAnother() throws Exception {
        open();
        awaitHeard("connected", 1);
        ZooKeeper first = handles.iterator().next();

        server.expire(first.getSessionId());

        awaitHeard("ended", 1);
        await().atMost(Duration.ofSeconds(60)).until(() -> handles.size() == 2);
        assertThat(first.getState().isAlive()).isFalse();
    }

    @Test
    void anotherTimeoutThanAskedForIsToldOnce() throws Exception {
        open(Duration.ofMillis(100));
        awaitHeard("connected", 1);
        server.stop();
        server.restart();
        awaitHeard("connected", 2);

        assertThat(messages())
                .containsOnlyOnce("ZooKeeper at " + server.connectString()
                        + " grants a session timeout of 1000 ms, not 100 ms: it allows 2 to 20 of its ticks.");
    }

    @Test
    void aClosedLinkEndsItsSession() throws Exception {
        ZooKeeperLink link = open();
        awaitHeard("connected", 1);
        ZooKeeper handle = handles.iterator().next();
        handle.create("/here", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);

        link.close();

        await().atMost(Duration.ofSeconds(60)).until(() -> server.client().exists("/here", false) == null);
        assertThat(heard).containsExactly("connected");
    }

    @Test
    void aMalformedAddressIsToldInASentence() {
        assertThatThrownBy(() ->
                        ZooKeeperLink.open(ZooKeeperAddress.of("host:port", Duration.ofSeconds(6)), loop, new Heard()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"host:port\" is not an address of ZooKeeper")
                .hasMessageContaining("write host:port,host:port");
    }

    private ZooKeeperLink open() throws IOException {
        return open(Duration.ofSeconds(3));
    }

    private ZooKeeperLink open(Duration timeout) throws IOException {
        ZooKeeperLink link =
                ZooKeeperLink.open(ZooKeeperAddress.of(server.connectString(), timeout), loop, new Heard());
        opened.add(link);
        return link;
    }

    private void awaitHeard(String what, int times) {
        await().atMost(Duration.ofSeconds(60)).until(() -> Collections.frequency(heard, what) >= times);
    }

    private List<String> messages() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private String unreachable() {
        return "ZooKeeper at " + server.connectString() + " cannot be reached. Waiting for it.";
    }

    private String back() {
        return "ZooKeeper at " + server.connectString() + " is back.";
    }

    /** Keeps what is told. */
    private final class Heard implements ZooKeeperLink.Listener {

        @Override
        public void connected(ZooKeeper zooKeeper) {
            handles.add(zooKeeper);
            heard.add("connected");
        }

        @Override
        public void disconnected() {
            heard.add("disconnected");
        }

        @Override
        public void ended() {
            heard.add("ended");
        }
    }
}
