package io.understudy.session.standalone.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.session.PathRules;
import io.understudy.session.RequestRules;
import io.understudy.session.http.HttpFront;
import io.understudy.session.http.LivyApi;
import io.understudy.session.service.BatchSessions;
import io.understudy.session.service.EndReports;
import io.understudy.session.service.ServiceSettings;
import io.understudy.session.service.SparkSubmitter;
import io.understudy.session.service.ThreadLoop;
import io.understudy.session.standalone.term.Solo;
import io.understudy.session.store.ZnodeSessions;
import io.understudy.session.testing.FakeCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service alone through real HTTP on a real ZooKeeper; only YARN is played. */
final class SoloOnZooKeeperTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(2);
    private static final StoreLayout LAYOUT = StoreLayout.of("alone");
    private static final String SEAT = LAYOUT.path("members/standalone");
    private static final String COMMAND = "{\"kind\":\"command\",\"command\":[\"sleep\",\"5\"],\"name\":\"nightly\"}";

    private final TestingZooKeeper server = TestingZooKeeper.start();
    private final ThreadLoop loop = new ThreadLoop();
    private final StoreLoop storeLoop = new StoreLoop("store");
    private final Queue<String> fatal = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeCluster yarn = new FakeCluster(Runnable::run, Clock.systemUTC());
    private final BatchSessions sessions = new BatchSessions(
            loop,
            door -> new ZnodeSessions(door, loop),
            yarn,
            SparkSubmitter.NONE,
            EndReports.NONE,
            new Random(1),
            ServiceSettings.DEFAULT);
    private final Solo solo = solo("i1");
    private HttpFront front;

    private Solo solo(String incarnation) {
        Candidate self = new Candidate("standalone", incarnation, yarn.identity());
        StoreAccess access = StoreAccess.open(LAYOUT, "ZooKeeper", "Delete the file.", SESSION_TIMEOUT);
        return new Solo(
                loop,
                ZooKeeperStoreSession.opener(
                        ZooKeeperAddress.of(server.connectString(), SESSION_TIMEOUT),
                        access,
                        ZooKeeperStoreSession.Member.of(self, "http://127.0.0.1:1"),
                        storeLoop),
                sessions,
                self,
                StoreMemory.NOTHING,
                memory -> {},
                fatal::add);
    }

    @BeforeEach
    void open() throws IOException {
        RequestRules rules = new RequestRules(new PathRules(URI.create("hdfs://nn"), List.of()), false);
        front = HttpFront.open("127.0.0.1", 0, new LivyApi(sessions, rules, "1.2.3", Runnable::run));
    }

    @AfterEach
    void close() throws Exception {
        front.close();
        CountDownLatch stopped = new CountDownLatch(1);
        solo.stop(stopped::countDown);
        assertThat(stopped.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        storeLoop.close();
        loop.close();
        server.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path));
    }

    private void awaitServing() {
        await("an answer").atMost(LIMIT).until(() -> get("/batches").statusCode() == 200);
    }

    private String post() throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                request("/batches").POST(BodyPublishers.ofString(COMMAND)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private long seatOwner() throws Exception {
        Stat stat = server.client().exists(SEAT, false);
        return stat == null ? 0 : stat.getEphemeralOwner();
    }

    @Test
    void carriesOnAfterItsSessionWasLost() throws Exception {
        solo.start();
        assertThat(get("/batches").statusCode()).isEqualTo(503);
        awaitServing();
        String batch = post();
        long before = seatOwner();
        server.expire(before);
        await("another session").atMost(LIMIT).until(() -> seatOwner() != 0 && seatOwner() != before);
        await("the batch").atMost(LIMIT).until(() -> get(batch).body().contains("\"name\":\"nightly\""));
        assertThat(fatal).isEmpty();
    }

    @Test
    void carriesOnAfterZooKeeperWasAway() throws Exception {
        solo.start();
        awaitServing();
        String batch = post();
        server.stop();
        await("silence").atMost(LIMIT).until(() -> get(batch).statusCode() == 503);
        server.restart();
        await("an answer").atMost(LIMIT).until(() -> get(batch).statusCode() == 200);
        assertThat(fatal).isEmpty();
    }

    @Test
    void keepsOffWhereADaemonLives() throws Exception {
        solo.start();
        awaitServing();
        CountDownLatch stopped = new CountDownLatch(1);
        solo.stop(stopped::countDown);
        assertThat(stopped.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(seatOwner()).isZero();
        ZooKeeper daemon = server.connect();
        daemon.create(LAYOUT.path("members/n1"), new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        Solo other = solo("i2");
        other.start();
        await("a sentence").atMost(LIMIT).until(() -> !fatal.isEmpty());
        assertThat(fatal.peek()).contains("n1").contains("/understudy/alone");
        assertThat(get("/batches").statusCode()).isEqualTo(503);
        daemon.close();
    }
}
