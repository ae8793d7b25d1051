package io.understudy.session.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.fencing.StoreState;
import io.understudy.session.ApplicationId;
import io.understudy.session.Ending;
import io.understudy.session.Session;
import io.understudy.session.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Livy's batches, taken over from its znodes in a real ZooKeeper. */
final class LivyImportTest {

    private final TransferStage stage = new TransferStage();

    @BeforeEach
    void makeRoot() throws Exception {
        for (String path : List.of("/livy", "/livy/v1", "/livy/v1/batch")) {
            create(path, "");
        }
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void tenThousandBatchesKeepTheirIds() throws Exception {
        for (int from = 0; from < 10_000; from += 500) {
            List<Op> batches = new ArrayList<>();
            for (int id = from; id < from + 500; id++) {
                byte[] data = batch(id, "\"nightly-" + id + "\"", "\"application_1700000000000_" + (id + 1) + "\"")
                        .getBytes(UTF_8);
                batches.add(Op.create("/livy/v1/batch/" + id, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
            }
            stage.server.client().multi(batches);
        }
        create("/livy/v1/batch/state", "{\"nextSessionId\":12000}");

        LivyImport.Plan plan = plan(false, true);
        Import.Done done = carryOut(plan);

        assertThat(plan.batches()).isEqualTo(10_000);
        assertThat(plan.followed()).isEqualTo(10_000);
        assertThat(done.nextId()).isGreaterThanOrEqualTo(12_000);
        Session session = (Session) stage.record("c2", 4711);
        assertThat(session.name()).contains("nightly-4711");
        assertThat(session.order().owner()).contains("alice");
        assertThat(session.order().proxyUser()).isEmpty();
        assertThat(session.applicationId()).contains(new ApplicationId(1_700_000_000_000L, 4712));
        assertThat(session.order().request().conf()).containsEntry("spark.yarn.tags", "livy-batch-4711-AbCdEf12");
        assertThat(session.order().request().file()).isEmpty();
        assertThat(session.state()).isEqualTo(SessionState.STARTING);
        Verification.Report verified = stage.verify("c2");
        assertThat(verified.findings()).isEmpty();
        assertThat(verified.sessions()).isEqualTo(10_000);
        assertThat(stage.judged("c2")).isInstanceOf(StoreState.Joinable.class);
    }

    @Test
    void livysOwnNodesStayAsTheyAre() throws Exception {
        create("/livy/v1/batch/3", batch(3, "null", "null"));
        create("/livy/v1/batch/state", "{\"nextSessionId\":4}");
        Stat before = stage.server.client().exists("/livy/v1/batch", false);

        carryOut(plan(false, true));

        Stat after = stage.server.client().exists("/livy/v1/batch", false);
        assertThat(after).isEqualTo(before);
        assertThat(stage.server.client().exists("/livy/v1/batch/3", false).getVersion())
                .isZero();
    }

    @Test
    void aBatchWithoutApplicationIsFoundByLivysTagOrEnds() throws Exception {
        ApplicationId application = new ApplicationId(1_700_000_000_000L, 9);
        create("/livy/v1/batch/3", batch(3, "null", "null"));
        create("/livy/v1/batch/4", batch(4, "null", "null"));
        stage.yarn.runs(application, "livy-batch-3-abcdef12");

        LivyImport.Plan plan = plan(false, true);
        carryOut(plan);

        assertThat(plan.found()).isEqualTo(1);
        assertThat(((Session) stage.record("c2", 3)).applicationId()).contains(application);
        Session lost = (Session) stage.record("c2", 4);
        assertThat(lost.state()).isEqualTo(SessionState.DEAD);
        assertThat(lost.ending()).contains(Ending.OUTCOME_UNKNOWN);
        assertThat(plan.nextId()).isEqualTo(5);
    }

    @Test
    void whatIsNotUnderstoodIsRefusedOrLeftOut() throws Exception {
        create("/livy/v1/batch/3", batch(3, "null", "\"application_1_0001\""));
        create("/livy/v1/batch/4", "nonsense");
        create("/livy/v1/batch/5", batch(6, "null", "null"));
        create("/livy/v1/batch/7", batch(7, "null", "\"spark-on-kubernetes\""));
        create("/livy/v1/batch/8", batch(8, "null", "null").replace("\"version\":1", "\"version\":2"));
        create("/livy/v1/batch/9", "{\"id\":9,\"version\":1}");
        create("/livy/v1/batch/state", "{}");

        assertThatThrownBy(() -> plan(false, true))
                .hasMessageContaining("6 nodes")
                .hasMessageContaining("--skip-strange");

        LivyImport.Plan plan = plan(true, true);
        assertThat(plan.batches()).isEqualTo(1);
        assertThat(plan.skipped()).hasSize(6);
        assertThat(plan.nextId()).isEqualTo(10);
    }

    @Test
    void twoBatchesOfOneNameAreRefused() throws Exception {
        create("/livy/v1/batch/3", batch(3, "\"nightly\"", "null"));
        create("/livy/v1/batch/4", batch(4, "\"nightly\"", "null"));

        assertThatThrownBy(() -> plan(false, false)).hasMessageContaining("[3, 4]");
    }

    @Test
    void withoutLivyOrWithoutYarnItSaysWhatToDo() throws Exception {
        assertThatThrownBy(() -> plan(false, true)).hasMessageContaining("--from");
        create("/livy/v1/batch/3", batch(3, "null", "null"));
        stage.yarn.isDown();

        assertThatThrownBy(() -> plan(false, true)).hasMessageContaining("--without-yarn");
        assertThat(plan(false, false).followed()).isZero();
    }

    private LivyImport.Plan plan(boolean skip, boolean askYarn) throws TransferFailure {
        try (StoreDoor door = stage.door("c2")) {
            return new LivyImport(door, "/livy", stage.yarn).plan(skip, askYarn);
        }
    }

    private Import.Done carryOut(LivyImport.Plan plan) throws TransferFailure {
        try (StoreDoor door = stage.door("c2")) {
            return new LivyImport(door, "/livy", stage.yarn).carryOut(plan);
        }
    }

    private static String batch(int id, String name, String appId) {
        return "{\"id\":%d,\"name\":%s,\"appId\":%s,\"appTag\":\"livy-batch-%d-AbCdEf12\",\"owner\":\"alice\",\"proxyUser\":null,\"version\":1}"
                .formatted(id, name, appId, id);
    }

    private void create(String path, String data) throws KeeperException, InterruptedException {
        stage.server.client().create(path, data.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }
}
