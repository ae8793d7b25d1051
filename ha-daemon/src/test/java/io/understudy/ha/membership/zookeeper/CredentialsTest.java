package io.understudy.ha.membership.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.fencing.zookeeper.Credential;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.ZooKeeperAddress;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.membership.MemberIdentity;
import io.understudy.ha.node.StoreGuard.Verdict;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A member whose store is to be closed, as its credentials are taken or not. */
final class CredentialsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestingZooKeeper server = TestingZooKeeper.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoIsKnownJoinsAndKeepsItsRecordToItself() throws Exception {
        try (ZooKeeperMembership member = member("n1", new Credential("digest", "alice:secret"))) {
            awaitVerdict(member, Verdict.Accepted.class);
            assertThat(member.warnings()).isEmpty();
            server.client().addAuthInfo("digest", "alice:secret".getBytes(UTF_8));
            assertThat(server.client().getACL("/understudy/c1/members/n1", new Stat()))
                    .noneMatch(entry -> entry.getId().equals(Ids.ANYONE_ID_UNSAFE));
        }
    }

    @Test
    void whoHasOtherCredentialsIsRefused() throws Exception {
        try (ZooKeeperMembership alice = member("n1", new Credential("digest", "alice:secret"));
                ZooKeeperMembership bob = member("n2", new Credential("digest", "bob:secret"))) {
            awaitVerdict(alice, Verdict.Accepted.class);
            Verdict.Refused refused = awaitVerdict(bob, Verdict.Refused.class);
            assertThat(refused.why()).contains("does not let this node read the store at /understudy/c1");
        }
    }

    @Test
    void whoIsNotUnderstoodByZooKeeperIsRefused() throws Exception {
        try (ZooKeeperMembership member = member("n1", new Credential("unheard", "of"))) {
            Verdict.Refused refused = awaitVerdict(member, Verdict.Refused.class);
            assertThat(refused.why()).contains("does not accept this node's login or credentials", "ha.zookeeper.auth");
        }
    }

    @Test
    void anOpenStoreIsTold() throws Exception {
        try (ZooKeeperNode open = ZooKeeperNode.connect("n0", server.connectString())) {
            open.win();
            try (ZooKeeperMembership member = member("n1", new Credential("digest", "alice:secret"))) {
                awaitVerdict(member, Verdict.Accepted.class);
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(member.warnings())
                                .singleElement()
                                .asString()
                                .contains("open to everybody", "setAcl -R /understudy/c1"));
            }
        }
    }

    private ZooKeeperMembership member(String node, Credential credential) throws IOException {
        Duration timeout = Duration.ofSeconds(4);
        return ZooKeeperMembership.open(
                new MembershipSettings(
                        new ZooKeeperAddress(server.connectString(), timeout, Map.of(), List.of(credential)),
                        new StoreAccess(
                                ZooKeeperNode.LAYOUT,
                                "ZooKeeper at test",
                                "Restore it.",
                                Ids.CREATOR_ALL_ACL,
                                StoreAccess.ID_BLOCK,
                                timeout),
                        new MemberIdentity(
                                node,
                                URI.create("http://" + node),
                                node + "-1",
                                "1",
                                "h",
                                Instant.now(),
                                StoreFormat.NEWEST),
                        new Candidate(node, node + "-1", ZooKeeperNode.YARN)),
                Custodian.NOBODY,
                duplicate -> {});
    }

    /** Asks again, as a node does, until the member has found out. */
    private static <T extends Verdict> T awaitVerdict(ZooKeeperMembership member, Class<T> wanted) {
        return wanted.cast(await().atMost(LIMIT)
                .until(
                        () -> {
                            Reply<Verdict> reply = new Reply<>();
                            member.check(StoreMemory.NOTHING, reply);
                            return reply.await();
                        },
                        wanted::isInstance));
    }
}
