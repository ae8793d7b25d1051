package io.understudy.fencing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.testing.Reply;
import io.understudy.fencing.testing.TestingZooKeeper;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the record of a term says of the one before, on a real server. Node n1 is in office in epoch 1. */
final class TermHistoryTest {

    private TestingZooKeeper server;
    private ZooKeeperNode n1;
    private ZooKeeperNode n2;
    private FencedStore inOffice;

    @BeforeEach
    void start() {
        server = TestingZooKeeper.start();
        n1 = ZooKeeperNode.connect("n1", server.connectString());
        n2 = ZooKeeperNode.connect("n2", server.connectString());
        inOffice = n1.win();
    }

    @AfterEach
    void stop() {
        n1.close();
        n2.close();
        server.close();
    }

    @Test
    void theFirstTermHasNoneBefore() throws Exception {
        assertThat(cause(1)).isEqualTo("first");
        assertThat(record(1).path("from").path("node").isNull()).isTrue();
    }

    @Test
    void whoeverClearedTheSignHasLeft() throws Exception {
        n2.win();

        assertThat(cause(2)).isEqualTo("left");
        assertThat(record(2).path("from").path("incarnation").asText())
                .isEqualTo(n1.candidate().incarnation());
        assertThat(record(2).path("by").isNull()).isTrue();
    }

    @Test
    void whoeverStillServedWasLost() throws Exception {
        serve();
        n2.win();

        assertThat(cause(2)).isEqualTo("lost");
    }

    @Test
    void aSwitchoverNamesWhoAskedAndWhy() throws Exception {
        ask("{\"epoch\":1,\"to\":\"n2\",\"accepted\":true,\"by\":\"alice\",\"reason\":\"new disks\"}");
        n2.win();

        assertThat(cause(2)).isEqualTo("switchover");
        assertThat(record(2).path("by").asText()).isEqualTo("alice");
        assertThat(record(2).path("reason").asText()).isEqualTo("new disks");
    }

    @Test
    void whoeverWasLostBeforeItHandedOverWasLost() throws Exception {
        serve();
        ask("{\"epoch\":1,\"to\":\"n2\",\"accepted\":true,\"by\":\"alice\"}");
        n2.win();

        assertThat(cause(2)).isEqualTo("lost");
        assertThat(record(2).path("by").asText()).isEqualTo("alice");
    }

    @Test
    void whatNobodyTookUpIsNoSwitchover() throws Exception {
        ask("{\"epoch\":1,\"to\":\"n2\",\"accepted\":false,\"by\":\"alice\"}");
        n2.win();
        assertThat(cause(2)).isEqualTo("left");

        n1.win();
        assertThat(cause(3)).isEqualTo("left");
        assertThat(record(3).path("by").isNull()).isTrue();
    }

    private void serve() {
        Reply<WriteOutcome> reply = new Reply<>();
        inOffice.write(List.of(new WriteOp.Create(StorePaths.ACTIVE, "{}".getBytes(UTF_8))), reply);
        assertThat(reply.await()).isInstanceOf(WriteOutcome.Written.class);
    }

    private void ask(String record) throws Exception {
        server.client()
                .create(
                        ZooKeeperNode.LAYOUT.path("control/switchover"),
                        record.getBytes(UTF_8),
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT);
    }

    private String cause(long epoch) throws Exception {
        return record(epoch).path("cause").asText();
    }

    private JsonNode record(long epoch) throws Exception {
        String path = ZooKeeperNode.LAYOUT.path(StorePaths.history(new Epoch(epoch)));
        return new ObjectMapper().readTree(server.client().getData(path, false, null));
    }
}
