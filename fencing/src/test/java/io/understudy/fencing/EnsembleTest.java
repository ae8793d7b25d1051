package io.understudy.fencing;

import static io.understudy.fencing.testing.StoreTalk.creating;
import static io.understudy.fencing.testing.StoreTalk.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.TestingEnsemble;
import io.understudy.fencing.testing.TransactionLog;
import io.understudy.fencing.testing.TransactionLog.Change.Created;
import io.understudy.fencing.testing.ZooKeeperNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A term on an ensemble outlives the death of ZooKeeper's leader. */
final class EnsembleTest {

    @Test
    void aTermOutlivesZooKeepersLeader() throws Exception {
        try (TestingEnsemble ensemble = TestingEnsemble.start();
                ZooKeeperNode node = ZooKeeperNode.connect("n1", ensemble.connectString())) {
            FencedStore store = node.win();
            assertThat(write(store, creating("a", "one"))).isEqualTo(new Written(List.of(0)));
            int killed = ensemble.leader();

            ensemble.kill(killed);

            assertThat(write(store, creating("b", "two"))).isEqualTo(new Written(List.of(0)));
            assertThat(ensemble.leader()).isNotEqualTo(killed);
            ensemble.launch(killed);
            ensemble.awaitServing();
            assertThat(write(store, creating("c", "three"))).isEqualTo(new Written(List.of(0)));
            assertThat(TransactionLog.committed(ensemble.transactionLogs(), "/understudy/c1/c"))
                    .flatExtracting(TransactionLog.Transaction::changes)
                    .filteredOn(
                            change -> change instanceof Created && change.path().matches(".*/[abc]"))
                    .extracting(TransactionLog.Change::path)
                    .containsExactly("/understudy/c1/a", "/understudy/c1/b", "/understudy/c1/c");
        }
    }
}
