package io.understudy.ha;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryFencedStore.Weather;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.fencing.testing.Reply;
import io.understudy.ha.fencing.Debt;
import io.understudy.ha.fencing.Debt.State;
import io.understudy.ha.fencing.Debts;
import io.understudy.ha.fencing.FencingMethods.Verdict;
import io.understudy.ha.fencing.Target;
import io.understudy.ha.node.Account;
import io.understudy.ha.node.Phases;
import io.understudy.ha.node.StoreHistory;
import io.understudy.session.Attempt;
import io.understudy.session.AttemptEnd.How;
import io.understudy.session.SessionId;
import io.understudy.session.config.HostPort;
import io.understudy.session.service.SessionStore;
import io.understudy.session.store.ZnodeSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever was lost is fenced once, in the background, until it is proven that it is dead. */
final class FencingsTest {

    private static final HostPort N1 = new HostPort("host1", 8998);
    private static final HostPort N2 = new HostPort("host2", 8998);
    private static final HostPort N3 = new HostPort("host3", 8998);
    private static final String LOST = "i-1";

    private final InMemoryStore memory = InMemoryStore.create();
    private final PlayedBoard board = new PlayedBoard();
    private final List<Target> called = new ArrayList<>();
    private final Deque<Consumer<Verdict>> running = new ArrayDeque<>();
    private final Fencings fencings = fencings();
    private InMemoryFencedStore store = InMemoryFencedStore.win(memory, "n1");
    private boolean open = true;

    private Fencings fencings() {
        return new Fencings(
                (target, reply) -> {
                    called.add(target);
                    running.add(reply);
                },
                Map.of("n1", N1, "n2", N2, "n3", N3),
                board,
                board);
    }

    @BeforeEach
    void n1IsLostAndN2TakesOver() {
        takeOver("n2", "lost", "n1", LOST);
    }

    @Test
    void nobodyIsFencedBeforeTheTermServes() {
        fencings.begin(store, () -> open);
        board.pass(Duration.ofMinutes(1));
        assertThat(called).isEmpty();

        open = false;
        serve();
        board.pass(Duration.ofMinutes(1));
        assertThat(called).isEmpty();

        open = true;
        board.pass(Duration.ofSeconds(2));
        assertThat(called).containsExactly(new Target("n1", N1, LOST, new Epoch(1), false, new Epoch(2)));
    }

    @Test
    void afterSuccessItIsProvenAndOverWith() {
        begin();
        answer(new Verdict.Fenced("sshfence"));
        board.pass(Duration.ofHours(1));

        assertThat(called).hasSize(1);
        assertThat(debts()).containsExactly(Debt.of("n1", LOST, new Epoch(1)).done("sshfence"));
        assertThat(grave()).contains("\"by\":\"sshfence\"", "\"node\":\"n1\"", "\"epoch\":2");
        assertThat(fencings.problems()).isEmpty();
    }

    /** What makes a submission in doubt be tried again. */
    @Test
    void successIsProofForSubmissions() {
        Attempt attempt = new Attempt(1, "n1", LOST);
        begin();
        assertThat(endOf(attempt)).isInstanceOf(SessionStore.Silence.class);

        answer(new Verdict.Fenced("shell"));

        assertThat(endOf(attempt))
                .isInstanceOfSatisfying(
                        SessionStore.Told.class,
                        told -> assertThat(told.end().how()).isEqualTo(How.CUT_SHORT));
        assertThat(endOf(new Attempt(1, "n1", "another"))).isInstanceOf(SessionStore.Silence.class);
    }

    @Test
    void proofAndRecordAreOneWrite() {
        begin();
        store.forecast(Weather.LOST_AND_UNKNOWN);
        answer(new Verdict.Fenced("shell"));
        assertThat(debts()).extracting(Debt::state).containsExactly(State.OWED);
        assertThat(grave()).isEmpty();

        board.pass(Duration.ofSeconds(2));
        assertThat(debts()).extracting(Debt::state).containsExactly(State.DONE);
        assertThat(grave()).isNotEmpty();
        assertThat(called).hasSize(1);
    }

    /** A grave tells of a cause only as long as no method can have left it. */
    @Test
    void whoeverIsFencedWasLostAllTheSame() {
        begin();
        answer(new Verdict.Fenced("shell"));
        serve();

        assertThat(record()).contains("\"cause\":\"lost\"");
        assertThat(debts()).extracting(Debt::state).containsExactly(State.DONE);
    }

    @Test
    void aWriteOfSomebodyElseIsKept() {
        begin();
        write(record().replaceFirst("\\{", "{\"requests\":{},"));
        answer(new Verdict.Fenced("shell"));

        assertThat(record()).contains("\"requests\":{}", "\"done\"");
    }

    @Test
    void aFailureIsTriedAgainWithGrowingPauses() {
        begin();
        answer(new Verdict.NotFenced("no route"));
        assertThat(debts()).containsExactly(Debt.of("n1", LOST, new Epoch(1)).tried("no route", 12));
        assertThat(fencings.problems())
                .containsExactly("n1, active in epoch 1 and lost, is not fenced yet; try 1: no route");
        board.pass(Duration.ofSeconds(9));
        assertThat(called).hasSize(1);
        board.pass(Duration.ofSeconds(2));
        assertThat(called).hasSize(2);

        answer(new Verdict.NotFenced("no route"));
        board.pass(Duration.ofSeconds(19));
        assertThat(called).hasSize(2);
        board.pass(Duration.ofSeconds(2));
        assertThat(called).hasSize(3);

        answer(new Verdict.Fenced("shell"));
        assertThat(debts()).extracting(Debt::tries).containsExactly(2);
    }

    @Test
    void whatIsHopelessIsGivenUpAndSaid() {
        begin();
        for (int i = 0; i < Fencings.MOST_TRIES; i++) {
            answer(new Verdict.NotFenced("no route"));
            board.pass(Duration.ofMinutes(6));
        }
        assertThat(called).hasSize(Fencings.MOST_TRIES);
        assertThat(debts()).extracting(Debt::state).containsExactly(State.FAILED);
        assertThat(fencings.problems()).singleElement().asString().contains("could not be fenced; try 12: no route");

        board.member("n1", true, false);
        assertThat(fencings.problems()).isEmpty();
    }

    @Test
    void whoeverHangsHoldsUpNobodyAfterwards() {
        begin();
        board.pass(Duration.ofMinutes(10));
        assertThat(called).hasSize(1);
        takeOver("n2", "lost", "n3", "i-3");
        begin();
        assertThat(called).hasSize(1);

        answer(new Verdict.NotFenced("it was not done within 60 s"));
        board.pass(Duration.ofSeconds(2));

        assertThat(called).extracting(Target::node).containsExactly("n1", "n3");
        assertThat(debts()).extracting(Debt::incarnation).containsExactly("i-3", LOST);
    }

    @Test
    void whatIsOwedPassesToTheNextTerm() {
        begin();
        answer(new Verdict.NotFenced("no route"));
        fencings.end();
        takeOver("n3", "switchover", "n2", "i-2");
        begin();

        assertThat(called).hasSize(2);
        assertThat(called.get(1)).isEqualTo(new Target("n1", N1, LOST, new Epoch(1), false, new Epoch(3)));
        answer(new Verdict.Fenced("shell"));
        assertThat(debts()).extracting(Debt::state, Debt::tries).containsExactly(tuple(State.DONE, 1));
    }

    @Test
    void aTermThatIsOverPaysNothing() {
        begin();
        fencings.end();
        board.settle();
        answer(new Verdict.Fenced("shell"));

        assertThat(grave()).isEmpty();
        assertThat(fencings.problems()).isEmpty();
    }

    @Test
    void aGraveOfTheLauncherIsProofEnough() {
        begin();
        answer(new Verdict.NotFenced("no route"));
        memory.bury(LOST, "");
        board.pass(Duration.ofHours(1));

        assertThat(called).hasSize(1);
        assertThat(debts()).extracting(Debt::by).containsExactly(Optional.of("launcher"));
    }

    @Test
    void whoeverHasDiedIsToldToTheMethodsOnce() {
        memory.bury(LOST, "");
        begin();
        assertThat(called).extracting(Target::proven).containsExactly(true);
        assertThat(record()).contains("\"cause\":\"died\"");

        answer(new Verdict.NotFenced("no route"));
        board.pass(Duration.ofHours(1));

        assertThat(called).hasSize(1);
        assertThat(debts()).extracting(Debt::by).containsExactly(Optional.of("launcher"));
    }

    @Test
    void whoeverIsBackIsNotFencedAgain() {
        begin();
        answer(new Verdict.NotFenced("no route"));
        board.member("n1", true, false);
        board.pass(Duration.ofHours(1));

        assertThat(called).hasSize(1);
        assertThat(debts()).extracting(Debt::state).containsExactly(State.DROPPED);
        assertThat(grave()).isEmpty();
    }

    @Test
    void nobodyFencesItself() {
        takeOver("n1", "lost", "n1", LOST);
        begin();
        board.pass(Duration.ofHours(1));

        assertThat(called).isEmpty();
        assertThat(debts()).extracting(Debt::state).containsExactly(State.DROPPED);
    }

    @Test
    void aPlannedChangeCallsNobody() {
        for (String cause : List.of("first", "switchover", "left")) {
            takeOver("n3", cause, "n2", "i-2");
            write(record().replaceFirst("\\{", "{\"phases\":{},\"fencing\":[],"));
            begin();
            board.pass(Duration.ofHours(1));
        }
        assertThat(called).isEmpty();
    }

    @Test
    void whereThereAreNoMethodsNothingIsOwed() {
        new StoreHistory(Optional.empty()).complete(store, account(), outcome -> {});
        fencings.begin(store, () -> open);
        board.pass(Duration.ofHours(1));

        assertThat(called).isEmpty();
        assertThat(record()).doesNotContain("fencing");
    }

    private void begin() {
        serve();
        fencings.begin(store, () -> open);
        board.settle();
    }

    private void serve() {
        Reply<WriteOutcome> reply = new Reply<>();
        new StoreHistory(Optional.of(new Debts(store.term().node()))).complete(store, account(), reply);
        assertThat(reply.await()).isInstanceOf(WriteOutcome.Written.class);
    }

    private static Account account() {
        return new Account(new Phases(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH), Map.of());
    }

    private void takeOver(String node, String cause, String from, String incarnation) {
        long before = memory.epoch().number();
        store = InMemoryFencedStore.win(memory, node);
        write("{\"cause\":\"%s\",\"from\":{\"node\":\"%s\",\"epoch\":%d,\"incarnation\":\"%s\"}}"
                .formatted(cause, from, before, incarnation));
    }

    private void write(String record) {
        String path = StorePaths.history(store.term().epoch());
        int version = memory.read(path).content().orElseThrow().version();
        store.write(List.of(new WriteOp.Update(path, record.getBytes(UTF_8), version)), outcome -> {});
    }

    private void answer(Verdict verdict) {
        running.remove().accept(verdict);
        board.settle();
    }

    private SessionStore.Word endOf(Attempt attempt) {
        Reply<SessionStore.Word> reply = new Reply<>();
        new ZnodeSessions(store, Runnable::run).end(new SessionId(0), attempt, reply);
        return reply.await();
    }

    private String record() {
        return text(StorePaths.history(memory.epoch()));
    }

    private String grave() {
        return text(StorePaths.grave(LOST));
    }

    private String text(String path) {
        return memory.read(path)
                .content()
                .map(content -> new String(content.data(), UTF_8))
                .orElse("");
    }

    private List<Debt> debts() {
        try {
            return Debt.read(new ObjectMapper().readTree(record()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
