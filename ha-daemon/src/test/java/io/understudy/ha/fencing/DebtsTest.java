package io.understudy.ha.fencing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.fencing.testing.Reply;
import io.understudy.ha.fencing.Debt.State;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a term owes when it begins to serve, by the records of the terms. */
final class DebtsTest {

    private static final String SERVED = ",\"phases\":{}";
    private static final String NEVER_SERVED = "";

    private final InMemoryStore memory = InMemoryStore.create();
    private InMemoryFencedStore store = InMemoryFencedStore.win(memory, "n0");

    @Test
    void onlyWhoeverWasLostIsOwed() throws IOException {
        for (String cause : List.of("first", "switchover", "left")) {
            term(cause, "n1", SERVED);
            assertThat(owed("n2")).as(cause).isEmpty();
        }
        for (String cause : List.of("lost", "died")) {
            term(cause, "n1", SERVED);
            assertThat(owed("n2"))
                    .as(cause)
                    .containsExactly(Debt.of(
                            "n1",
                            "n1-" + (memory.epoch().number() - 1),
                            new Epoch(memory.epoch().number() - 1)));
        }
    }

    @Test
    void whatWasOwedBeforeIsTakenOver() throws IOException {
        Debt done = Debt.of("n3", "a", new Epoch(1)).done("shell");
        Debt owed = Debt.of("n4", "b", new Epoch(1)).tried("no route", 12);
        Debt hopeless = Debt.of("n5", "c", new Epoch(1)).tried("no route", 1);
        term("switchover", "n1", SERVED + fencing(done, owed, hopeless));
        term("switchover", "n1", NEVER_SERVED);

        assertThat(owed("n2")).containsExactly(owed);
    }

    @Test
    void aTermThatNeverServedPassesOnWhatItHadSeen() throws IOException {
        term("first", "", SERVED + fencing());
        term("lost", "n1", NEVER_SERVED);
        term("left", "n3", NEVER_SERVED);

        assertThat(owed("n2")).extracting(Debt::incarnation).containsExactly("n1-2");
    }

    @Test
    void whatWasLostBeforeThereWereMethodsIsNotFencedYearsLater() throws IOException {
        term("lost", "n1", SERVED);
        term("switchover", "n3", SERVED);

        assertThat(owed("n2")).isEmpty();
    }

    @Test
    void oneProcessIsFencedOnce() throws IOException {
        term("first", "", SERVED + fencing(Debt.of("n1", "n1-2", new Epoch(1)).tried("no route", 12)));
        term("lost", "n1", SERVED);

        assertThat(owed("n2")).containsExactly(Debt.of("n1", "n1-2", new Epoch(2)));
    }

    @Test
    void nobodyFencesItself() throws IOException {
        term("lost", "n1", SERVED);

        assertThat(owed("n1")).extracting(Debt::state).containsExactly(State.DROPPED);
    }

    @Test
    void aRecordThatCannotBeReadIsNoEndOfIt() throws IOException {
        term("first", "", SERVED + fencing());
        term("lost", "n1", NEVER_SERVED);
        term("left", "n3", NEVER_SERVED);
        store.close();
        Reply<Optional<List<Debt>>> reply = new Reply<>();

        new Debts("n2").reckon(store, record(), reply);

        assertThat(reply.await()).isEmpty();
    }

    @Test
    void aDebtIsReadAsItWasWritten() throws IOException {
        List<Debt> debts = List.of(
                Debt.of("n1", "a", new Epoch(7)).tried("no route", 12),
                Debt.of("n2", "b", new Epoch(6)).done("sshfence"),
                Debt.of("n3", "c", new Epoch(5)).tried("no route", 1),
                Debt.of("n4", "d", new Epoch(4)).dropped("it is back"));

        JsonNode record = new ObjectMapper().readTree("{\"fencing\":" + Debt.write(debts) + "}");

        assertThat(Debt.read(record)).isEqualTo(debts);
        assertThat(Debt.read(new ObjectMapper().readTree("{\"fencing\":[1,{},{\"state\":\"owed\"}]}")))
                .isEmpty();
    }

    private static String fencing(Debt... debts) {
        return ",\"fencing\":" + Debt.write(List.of(debts));
    }

    /** Wins the next term after a process of {@code from}, and leaves its record. */
    private void term(String cause, String from, String more) {
        store = InMemoryFencedStore.win(memory, "any");
        long before = memory.epoch().number() - 1;
        String record = "{\"cause\":\"%s\",\"from\":{\"node\":\"%s\",\"epoch\":%d,\"incarnation\":\"%s-%d\"}%s}"
                .formatted(cause, from, before, from, before, more);
        String path = StorePaths.history(memory.epoch());
        int version = memory.read(path).content().orElseThrow().version();
        store.write(List.of(new WriteOp.Update(path, record.getBytes(UTF_8), version)), outcome -> {});
    }

    /** What the last term owes, which is one of {@code self}. */
    private List<Debt> owed(String self) throws IOException {
        Reply<Optional<List<Debt>>> reply = new Reply<>();
        new Debts(self).reckon(store, record(), reply);
        return reply.await().orElseThrow();
    }

    private JsonNode record() throws IOException {
        return new ObjectMapper()
                .readTree(memory.read(StorePaths.history(memory.epoch()))
                        .content()
                        .orElseThrow()
                        .data());
    }
}
