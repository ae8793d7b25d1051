package io.understudy.session.service;

import static io.understudy.session.testing.Samples.submitting;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.testing.InMemoryFencedStore.Weather;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.SessionId;
import io.understudy.session.SubmissionLog;
import io.understudy.session.Tombstone;
import io.understudy.session.testing.FakeCluster;
import io.understudy.session.testing.Samples;
import io.understudy.session.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SubmissionLogsTest {

    private static final SessionId ID = new SessionId(7);

    private final VirtualTime time = new VirtualTime();
    private final InMemoryStore store = new InMemoryStore(new StoreIdentity(World.STORE), time.clock());
    private LogProcess process = process();

    SubmissionLogsTest() {
        process.create(submitting(7));
    }

    @Test
    void everyFiveSecondsWhatIsNewIsSaved() {
        process.outputs.written(ID, 1, "one\n");
        assertThat(stored()).isEqualTo(SubmissionLog.NONE);
        time.run(Duration.ofSeconds(5));
        assertThat(stored()).isEqualTo(new SubmissionLog(1, false, "one\n"));

        int version = version();
        time.run(Duration.ofMinutes(1));
        assertThat(version()).isEqualTo(version);
        process.outputs.written(ID, 1, "two\nthree");
        time.run(Duration.ofSeconds(5));
        assertThat(stored()).isEqualTo(new SubmissionLog(1, false, "one\ntwo\n"));
    }

    @Test
    void theEndIsSavedAtOnce() {
        process.outputs.written(ID, 1, "one\ntwo");
        process.outputs.ended(ID, 1, Optional.of("exit code 1"));
        process.settle();

        assertThat(stored()).isEqualTo(new SubmissionLog(1, true, "one\ntwo\nexit code 1\n"));
        assertThat(process.outputs.isOpen(ID)).isFalse();
        process.outputs.written(ID, 1, "late\n");
        time.run(Duration.ofSeconds(10));
        assertThat(stored().text()).doesNotContain("late");
        assertThat(process.outputs.isOpen(ID)).isFalse();
    }

    @Test
    void anEndWhileASaveIsUnderWayIsSavedBehindIt() {
        process.outputs.written(ID, 1, "one\n");
        process.door.keepBack();
        time.run(Duration.ofSeconds(5));
        process.outputs.ended(ID, 1, Optional.empty());
        process.settle();
        process.door.letGo();
        process.settle();

        assertThat(stored()).isEqualTo(new SubmissionLog(1, true, "one\n"));
    }

    @Test
    void anUnknownOutcomeLosesAndDoublesNothing() {
        for (Weather weather : List.of(Weather.LOST_AND_UNKNOWN, Weather.APPLIED_BUT_UNKNOWN)) {
            SubmissionLog before = stored();
            process.outputs.written(ID, before.attempt() + 1, "one\n");
            time.run(Duration.ofSeconds(5));
            process.outputs.written(ID, before.attempt() + 1, "two\n");
            time.run(Duration.ofMillis(4_999));
            process.door.forecast(weather);
            process.outputs.ended(ID, before.attempt() + 1, Optional.of("end"));
            time.run(Duration.ofMinutes(1));

            assertThat(stored()).isEqualTo(before.plus(before.attempt() + 1, "one\ntwo\nend\n", true));
        }
    }

    @Test
    void behindAShutGateNothingIsSavedUntilItOpens() {
        process.open = false;
        process.outputs.written(ID, 1, "one\n");
        process.outputs.ended(ID, 1, Optional.empty());
        time.run(Duration.ofMinutes(1));
        assertThat(stored()).isEqualTo(SubmissionLog.NONE);

        process.open = true;
        time.run(Duration.ofSeconds(5));
        assertThat(stored()).isEqualTo(new SubmissionLog(1, true, "one\n"));
    }

    @Test
    void anotherAttemptFollows() {
        process.outputs.written(ID, 1, "one\n");
        process.outputs.written(ID, 2, "two\n");
        process.outputs.written(ID, 1, "late\n");
        process.outputs.ended(ID, 2, Optional.empty());
        process.settle();

        assertThat(stored().attempt()).isEqualTo(2);
        assertThat(stored().text().lines())
                .containsExactly(
                        "one",
                        "(no more of the submission's output was kept: the service went on in another process)",
                        "two");
    }

    @Test
    void afterATakeoverWhatWasSavedIsAllOfIt() {
        process.outputs.written(ID, 1, "one\n");
        time.run(Duration.ofSeconds(5));
        process.outputs.written(ID, 1, "two\n");
        process = process();
        time.run(Duration.ofMinutes(1));
        assertThat(stored()).isEqualTo(new SubmissionLog(1, false, "one\n"));

        List<String> closed = new ArrayList<>();
        process.outputs.close(ID, 1, () -> closed.add(stored().text()));
        process.settle();
        assertThat(stored().ended()).isTrue();
        assertThat(closed).containsExactly(stored().text());
        assertThat(stored().text().lines())
                .containsExactly(
                        "one", "(no more of the submission's output was kept: the service went on in another process)");
    }

    @Test
    void whatGoesOnElsewhereStaysOpenUntilItIsReported() {
        process = process();
        process.outputs.written(ID, 1, "");
        time.run(Duration.ofSeconds(10));
        assertThat(process.outputs.isOpen(ID)).isTrue();
        assertThat(stored()).isEqualTo(SubmissionLog.NONE);

        process.outputs.written(ID, 1, "all of it\n");
        process.outputs.ended(ID, 1, Optional.empty());
        process.settle();
        assertThat(stored()).isEqualTo(new SubmissionLog(1, true, "all of it\n"));
    }

    @Test
    void aDeletedSessionKeepsNoLog() {
        process.outputs.written(ID, 1, "one\n");
        time.run(Duration.ofSeconds(5));
        process.writes.change(
                ID,
                session -> session.tombstone(Tombstone.Deletion.ordered(Samples.key("d"), "7", Samples.START)),
                outcome -> process.outputs.remove(ID, gone -> {}));
        process.outputs.written(ID, 1, "two\n");
        process.settle();
        process.outputs.written(ID, 1, "three\n");
        process.outputs.ended(ID, 1, Optional.empty());
        time.run(Duration.ofMinutes(1));

        assertThat(store.read(StorePaths.log(7)).content()).isEmpty();
        assertThat(process.outputs.isOpen(ID)).isFalse();
    }

    private LogProcess process() {
        FakeCluster cluster = new FakeCluster(task -> time.after(Duration.ZERO, task), time.clock());
        return new LogProcess(time, store, cluster, ServiceSettings.DEFAULT.logCacheChars());
    }

    private SubmissionLog stored() {
        List<SubmissionLog> found = new ArrayList<>();
        process.store.readLog(
                ID,
                finding -> found.add(
                        finding instanceof SessionStore.StandingLog standing ? standing.log() : SubmissionLog.NONE));
        process.settle();
        return found.get(0);
    }

    private int version() {
        return store.read(StorePaths.log(7)).content().orElseThrow().version();
    }
}
