package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.understudy.local.daemons.ClusterFile;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may touch the store: nobody but the nodes, by default. */
final class ClosedStoreIT {

    private static Stage stage;
    private static String root;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("closed", 2, Map.of());
        root = "/understudy/" + stage.cluster();
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    /** Before and after a takeover: each tree is what another node has written. */
    @Test
    void aClientWithoutTheCredentialsCanNeitherReadNorWrite() throws Exception {
        int batch = stage.post(stage.client("n1"), "sleep 300");
        stage.awaitState(stage.client("n2"), batch, "running");
        List<ACL> before = letOperatorRead();
        everyNodeIsShutTo(stage.stranger());
        everyNodeIsShutTo(withCredentials("understudy:guessed"));

        String killed = stage.active();
        long epoch = stage.epoch(killed);
        stage.kill(killed);
        NodeClient successor = stage.client(stage.activeAfter(epoch));
        assertThat(stage.awaitState(successor, batch, "running").path("id").asInt())
                .isEqualTo(batch);
        stage.joined(killed);
        everyNodeIsShutTo(stage.stranger());
        assertThat(aclOfRoot()).isEqualTo(before);
        assertThat(successor.delete("/batches/" + batch, Map.of()).ok()).isTrue();
    }

    @Test
    void aClientWithoutTheCredentialsHearsOfNothing() throws Exception {
        Queue<WatchedEvent> heard = new ConcurrentLinkedQueue<>();
        ZooKeeper stranger = stage.stranger();
        try {
            stranger.addWatch(
                    root,
                    event -> {
                        if (event.getType() != EventType.None) {
                            heard.add(event);
                        }
                    },
                    AddWatchMode.PERSISTENT_RECURSIVE);
            NodeClient client = stage.client("n1");
            int batch = stage.post(client, "true");
            stage.awaitState(client, batch, "success");
            // Events precede the answer to a request that was sent later.
            stranger.exists("/understudy", false);
            assertThat(heard).isEmpty();
        } finally {
            stranger.close();
        }
    }

    @Test
    void nothingShowsThePassword() throws Exception {
        stage.active();
        String auth = stage.daemons().zooKeeperAuth();
        String password = auth.substring(auth.lastIndexOf(':') + 1);
        assertThat(password).hasSize(32);
        for (ClusterFile.Node node : stage.daemons().file().nodes()) {
            for (String page : List.of("/ha/status", "/ha/cluster")) {
                assertThat(stage.get(stage.client(node.id()), page).body()).doesNotContain(password);
            }
            assertThat(Files.readString(node.log())).doesNotContain(password);
            for (long pid : List.of(node.pid().orElseThrow(), node.launcherPid().orElseThrow())) {
                Path process = Path.of("/proc", Long.toString(pid));
                assertThat(Files.readAllBytes(process.resolve("cmdline")))
                        .asString()
                        .doesNotContain(password);
                assertThat(Files.readAllBytes(process.resolve("environ")))
                        .asString()
                        .doesNotContain(password);
            }
            assertThat(Files.readString(stage.daemons().confDir(node.id()).resolve("ha-site.xml")))
                    .doesNotContain(password);
        }
        assertThat(Files.getPosixFilePermissions(stage.dir().resolve("conf/zookeeper-auth")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aNodeWithOtherCredentialsSaysSoAndDoesNotJoin() throws Exception {
        Stage other = Stage.over(
                stage.dir().resolve("other"),
                stage.servers(),
                stage.cluster(),
                1,
                Map.of("ha.zookeeper.auth", "digest:understudy:mistaken"));
        try {
            other.daemons().start(other.ids());
            await("the node to say what is wrong")
                    .atMost(Stage.LIMIT)
                    .until(
                            () -> other.reasons("n1"),
                            reasons -> reasons.contains("does not let this node read the store"));
            assertThat(other.reasons("n1")).contains("ha.zookeeper.auth").doesNotContain("mistaken");
            assertThat(other.status("n1").orElseThrow().path("serving").asBoolean())
                    .isFalse();
            assertThat(Files.readString(other.node("n1").log()))
                    .contains("does not let this node read the store")
                    .doesNotContain("\tat ")
                    .doesNotContain("mistaken");
        } finally {
            other.daemons().stop(other.ids());
        }
    }

    @Test
    void anOpenStoreIsNeverUsedInSilence() throws Exception {
        String cluster = "opened";
        Stage open = Stage.over(
                stage.dir().resolve("open"),
                stage.servers(),
                cluster,
                1,
                Map.of("ha.zookeeper.acl", "world:anyone:cdrwa"));
        try {
            open.startDaemons();
            assertThat(open.reasons("n1")).contains("ha.zookeeper.acl opens the store to everybody");
            assertThat(Files.readString(open.node("n1").log())).contains("WARN", "opens the store to everybody");
        } finally {
            open.daemons().stop(open.ids());
        }
        Stage closed = Stage.over(stage.dir().resolve("closing"), stage.servers(), cluster, 1, Map.of());
        try {
            closed.startDaemons();
            await("the node to tell how to close it")
                    .atMost(Stage.LIMIT)
                    .until(
                            () -> closed.reasons("n1"),
                            reasons -> reasons.contains("setAcl -R /understudy/" + cluster + " auth::cdrwa"));
            closeStore(closed);
            await("the node to see that it is closed")
                    .atMost(Stage.LIMIT)
                    .until(() -> closed.reasons("n1"), reasons -> !reasons.contains("setAcl"));
            int batch = closed.post(closed.client("n1"), "true");
            closed.awaitState(closed.client("n1"), batch, "success");
        } finally {
            closed.daemons().stop(closed.ids());
        }
    }

    /** What zkCli.sh does with setAcl -R. */
    private static void closeStore(Stage closed) throws Exception {
        ZooKeeper operator = closed.zooKeeper();
        try {
            for (String path : ZKUtil.listSubTreeBFS(operator, "/understudy/" + closed.cluster())) {
                operator.setACL(path, Ids.CREATOR_ALL_ACL, -1);
            }
        } finally {
            operator.close();
        }
    }

    /** Gives the root an ACL of its own; nobody may take it away. */
    private static List<ACL> letOperatorRead() throws Exception {
        List<ACL> acl = new ArrayList<>(aclOfRoot());
        acl.add(new ACL(Perms.READ, new Id("digest", "operator:hash")));
        ZooKeeper insider = stage.zooKeeper();
        try {
            insider.setACL(root, acl, -1);
        } finally {
            insider.close();
        }
        return acl;
    }

    private static List<ACL> aclOfRoot() throws Exception {
        ZooKeeper insider = stage.zooKeeper();
        try {
            return insider.getACL(root, new Stat());
        } finally {
            insider.close();
        }
    }

    private static ZooKeeper withCredentials(String user) throws IOException {
        ZooKeeper session = stage.stranger();
        session.addAuthInfo("digest", user.getBytes(StandardCharsets.UTF_8));
        return session;
    }

    /** Tries everything on every node of the tree, which an insider lists. Closes {@code stranger}. */
    private static void everyNodeIsShutTo(ZooKeeper stranger) throws Exception {
        ZooKeeper insider = stage.zooKeeper();
        try {
            List<String> paths = ZKUtil.listSubTreeBFS(insider, root);
            assertThat(paths)
                    .hasSizeGreaterThan(520)
                    .contains(root + "/epoch", root + "/secret", root + "/members/n1", root + "/members/n2")
                    .contains(root + "/election/ActiveStandbyElectorLock", root + "/election/ActiveBreadCrumb");
            for (String path : paths) {
                isShut(stranger, path);
            }
            List<Op> reads = new ArrayList<>();
            paths.forEach(path -> reads.add(Op.getData(path)));
            List<OpResult> results = stranger.multi(reads);
            assertThat(results).hasSameSizeAs(paths).noneMatch(result -> result instanceof GetDataResult);
        } finally {
            insider.close();
            stranger.close();
        }
    }

    private static void isShut(ZooKeeper stranger, String path) {
        refused("getData " + path, () -> stranger.getData(path, false, null));
        refused("exists " + path, () -> stranger.exists(path, false));
        refused("getChildren " + path, () -> stranger.getChildren(path, false));
        refused("getAllChildrenNumber " + path, () -> stranger.getAllChildrenNumber(path));
        refused("getACL " + path, () -> stranger.getACL(path, new Stat()));
        refused(
                "create in " + path,
                () -> stranger.create(path + "/x", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        refused("setData " + path, () -> stranger.setData(path, new byte[0], -1));
        refused("setACL " + path, () -> stranger.setACL(path, Ids.OPEN_ACL_UNSAFE, -1));
        refused("delete " + path, () -> stranger.delete(path, -1));
        refused("check " + path, () -> stranger.multi(List.of(Op.check(path, -1))));
    }

    private static void refused(String what, ThrowingCallable attempt) {
        assertThatExceptionOfType(NoAuthException.class).as(what).isThrownBy(attempt);
    }
}
