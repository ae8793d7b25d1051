package io.understudy.session.transfer;

import static io.understudy.session.testing.Samples.named;
import static io.understudy.session.testing.Samples.order;
import static io.understudy.session.testing.Samples.session;
import static io.understudy.session.testing.Samples.stamp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StorePaths;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.SessionTag;
import io.understudy.session.store.Records;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What verification finds in a store with poison in it. */
final class VerificationTest {

    private final TransferStage stage = new TransferStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aHealthyStoreIsClean() throws TransferFailure {
        FencedStore store = stage.win();
        for (int id = 0; id < 300; id++) {
            TransferStage.put(store, session(id));
        }

        Verification.Report report = stage.verify("c1");

        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
        assertThat(report.sessions()).isEqualTo(300);
        assertThat(report.highestId()).isEqualTo(299);
    }

    @Test
    void everyPoisonIsFound() throws Exception {
        FencedStore store = stage.win();
        TransferStage.put(store, session(1));
        TransferStage.put(store, StorePaths.session(2), "nonsense");
        TransferStage.put(store, StorePaths.session(3), "{\"format\":99,\"id\":3}");
        TransferStage.put(
                store, "sessions/07/0000000004", new String(Records.write(session(4), StoreFormat.NEWEST), UTF_8));
        TransferStage.put(
                store, StorePaths.session(5), new String(Records.write(session(6), StoreFormat.NEWEST), UTF_8));
        TransferStage.put(store, called(8, "key-8"));
        TransferStage.put(store, called(9, "key-9"));
        TransferStage.put(store, called(10, "key-1"));
        TransferStage.put(store, StorePaths.session(11), "x".repeat(Records.MAX_BYTES + 1));
        TransferStage.put(store, session(5000));
        TransferStage.put(store, "sessions/00/readme", "");
        TransferStage.put(store, StorePaths.log(1), "x".repeat(70_000));
        TransferStage.put(store, session(12));
        stage.shut("c1", StorePaths.session(12));
        stage.remove("c1", "logs/ff");
        stage.remove("c1", "graves");

        List<String> found = stage.verify("c1").findings().stream()
                .map(finding -> finding.kind() + " " + finding.path())
                .toList();

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "UNREADABLE_RECORD sessions/02/0000000002",
                        "NEWER_FORMAT sessions/03/0000000003",
                        "WRONG_SHARD sessions/07/0000000004",
                        "UNREADABLE_RECORD sessions/05/0000000005",
                        "DOUBLE_NAME sessions/08/0000000008",
                        "DOUBLE_KEY sessions/01/0000000001",
                        "UNREADABLE_RECORD sessions/0b/0000000011",
                        "TOO_LARGE sessions/0b/0000000011",
                        "UNREADABLE_RECORD sessions/0c/0000000012",
                        "ID_BEYOND_NEXT sessions/88/0000005000",
                        "STRAY_NODE sessions/00/readme",
                        "TOO_LARGE logs/01/0000000001",
                        "MISSING_NODE logs/ff",
                        "MISSING_NODE graves");
    }

    @Test
    void whereThereIsNoStoreThereIsNothingToVerify() {
        assertThatThrownBy(() -> stage.verify("elsewhere"))
                .isInstanceOf(TransferFailure.class)
                .hasMessageContaining("no store");
    }

    private static Session called(int id, String key) {
        SessionId number = new SessionId(id);
        return Session.requested(
                number, order(key, named("nightly")), new SessionTag("0123abcd", number, "random00"), stamp(0));
    }
}
