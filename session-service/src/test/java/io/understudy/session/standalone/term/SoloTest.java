package io.understudy.session.standalone.term;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.Fence;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.testing.InMemoryFence;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.service.BatchSessions;
import io.understudy.session.service.EndReports;
import io.understudy.session.service.Reply;
import io.understudy.session.service.ServiceSettings;
import io.understudy.session.service.Sessions;
import io.understudy.session.service.SparkSubmitter;
import io.understudy.session.standalone.term.StoreSession.End;
import io.understudy.session.standalone.term.StoreSession.Seat;
import io.understudy.session.store.ZnodeSessions;
import io.understudy.session.testing.FakeCluster;
import io.understudy.session.testing.Samples;
import io.understudy.session.testing.VirtualLoop;
import io.understudy.session.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The service alone in virtual time, on a store in memory. */
final class SoloTest {

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime();
    private final VirtualLoop loop = new VirtualLoop(time);
    private final InMemoryStore store = InMemoryStore.create();
    private final BatchSessions sessions = new BatchSessions(
            loop,
            door -> new ZnodeSessions(door, loop),
            new FakeCluster(loop, time.clock()),
            SparkSubmitter.NONE,
            EndReports.NONE,
            new Random(1),
            ServiceSettings.DEFAULT);
    private final List<PlayedSession> opened = new ArrayList<>();
    private final Deque<Seat> seats = new ArrayDeque<>();
    private final List<StoreMemory> memories = new ArrayList<>();
    private final List<String> fatal = new ArrayList<>();
    private final Solo solo = new Solo(
            loop,
            PlayedSession::new,
            sessions,
            new Candidate("standalone", "i1", "yarn"),
            StoreMemory.NOTHING,
            memories::add,
            fatal::add);

    /** A session whose fate the test decides. Its seat is free unless told otherwise. */
    private final class PlayedSession implements StoreSession {

        private final Consumer<End> ended;
        private boolean closed;

        PlayedSession(Consumer<End> ended) {
            this.ended = ended;
            opened.add(this);
        }

        @Override
        public void takeSeat(StoreMemory memory, Consumer<Seat> reply) {
            Seat seat = seats.isEmpty() ? new Seat.Taken() : seats.remove();
            loop.execute(() -> reply.accept(seat));
        }

        @Override
        public Fence fence() {
            return new InMemoryFence(store, opened.size(), SESSION_TIMEOUT, () -> false, loop, time::nanoTime);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private boolean serves() {
        List<Reply<Sessions.Listing>> replies = new ArrayList<>();
        sessions.list(0, 10, replies::add);
        time.run(Duration.ofMillis(1));
        assertThat(replies).hasSize(1);
        return replies.get(0).result() instanceof Sessions.Page
                && replies.get(0).gate().isOpen();
    }

    private void startAndServe() {
        solo.start();
        time.run(SESSION_TIMEOUT.plus(MOMENT));
        assertThat(serves()).isTrue();
    }

    @Test
    void theGateOpensWhenNoEarlierTermCanAnswerAnyMore() {
        solo.start();
        time.run(SESSION_TIMEOUT.minusMillis(10));
        assertThat(store.epoch()).isEqualTo(new Epoch(1));
        assertThat(serves()).isFalse();
        time.run(MOMENT);
        assertThat(serves()).isTrue();
    }

    @Test
    void goesOnServingForAsLongAsItsHeartbeatsAreAcknowledged() {
        startAndServe();
        time.run(Duration.ofMinutes(5));
        assertThat(serves()).isTrue();
        assertThat(store.epoch()).isEqualTo(new Epoch(1));
    }

    @Test
    void shutsTheGateWhenItsSessionEndsAndWinsAnotherTerm() {
        startAndServe();
        List<Sessions.Creation> created = new ArrayList<>();
        sessions.create(Samples.order("k"), reply -> created.add(reply.result()));
        time.run(MOMENT);
        assertThat(created).singleElement().isInstanceOf(Sessions.Created.class);
        time.run(MOMENT);
        assertThat(memories)
                .containsExactly(
                        new StoreMemory(Optional.of(store.identity()), new Epoch(1), -1),
                        new StoreMemory(Optional.of(store.identity()), new Epoch(1), 0));
        opened.get(0).ended.accept(End.EXPIRED);
        assertThat(serves()).isFalse();
        time.run(SESSION_TIMEOUT.plus(MOMENT));
        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).closed).isTrue();
        assertThat(store.epoch()).isEqualTo(new Epoch(2));
        List<Sessions.Listing> listed = new ArrayList<>();
        sessions.list(0, 10, reply -> listed.add(reply.result()));
        time.run(MOMENT);
        assertThat(((Sessions.Page) listed.get(0)).total()).isEqualTo(1);
    }

    @Test
    void leavesOfficeWhenAnotherTermWasWonAndTriesAgain() {
        startAndServe();
        store.win("other");
        time.run(MOMENT.multipliedBy(2));
        assertThat(serves()).isFalse();
        time.run(SESSION_TIMEOUT.plus(MOMENT));
        assertThat(serves()).isTrue();
        assertThat(store.epoch()).isEqualTo(new Epoch(3));
        assertThat(opened).hasSize(1);
    }

    @Test
    void doesNotComeNearAStoreThatOthersUse() {
        seats.add(new Seat.Refused("n1 lives there"));
        solo.start();
        time.run(Duration.ofMinutes(1));
        assertThat(fatal).containsExactly("n1 lives there");
        assertThat(store.epoch()).isEqualTo(Epoch.NONE);
    }

    @Test
    void aStoreThatIsAnotherOneThanItWasStopsIt() {
        startAndServe();
        seats.add(new Seat.Refused("wiped"));
        opened.get(0).ended.accept(End.EXPIRED);
        time.run(SESSION_TIMEOUT.plus(MOMENT));
        assertThat(fatal).containsExactly("wiped");
        assertThat(serves()).isFalse();
    }

    @Test
    void refusedCredentialsStopIt() {
        solo.start();
        time.run(Duration.ofMillis(1));
        opened.get(0).ended.accept(End.REFUSED);
        time.run(MOMENT);
        assertThat(fatal).singleElement().asString().contains("credentials");
    }

    @Test
    void waitsForAServerThatIsNotUpYet() {
        for (int i = 0; i < 100; i++) {
            seats.add(new Seat.Unreachable());
        }
        solo.start();
        time.run(Duration.ofMinutes(2));
        assertThat(seats).isEmpty();
        assertThat(serves()).isTrue();
        assertThat(fatal).isEmpty();
    }

    @Test
    void endsInOrder() {
        startAndServe();
        List<String> done = new ArrayList<>();
        solo.stop(() -> done.add("done"));
        time.run(MOMENT);
        assertThat(done).containsExactly("done");
        assertThat(opened).singleElement().matches(session -> session.closed);
        assertThat(serves()).isFalse();
        opened.get(0).ended.accept(End.EXPIRED);
        time.run(SESSION_TIMEOUT.multipliedBy(2));
        assertThat(opened).hasSize(1);
        assertThat(store.epoch()).isEqualTo(new Epoch(1));
    }
}
