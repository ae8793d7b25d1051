package io.understudy.ha.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.fencing.testing.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is added to the record of a term. */
final class StoreHistoryTest {

    private static final Phases PHASES = new Phases(at(1), at(2), at(3), at(4));

    private final InMemoryStore memory = InMemoryStore.create();
    private final InMemoryFencedStore store = InMemoryFencedStore.win(memory, "n1");
    private final String path = StorePaths.history(store.term().epoch());

    @Test
    void thePhasesStandBesideWhatWasThere() throws IOException {
        replace("{\"epoch\":1,\"later\":{\"a\":true}}");

        assertThat(complete()).isInstanceOf(WriteOutcome.Written.class);
        assertThat(complete()).isInstanceOf(WriteOutcome.Written.class);

        JsonNode record = record();
        assertThat(record.path("later").path("a").asBoolean()).isTrue();
        assertThat(record.path("phases").path("elected").asText()).isEqualTo(at(1).toString());
        assertThat(record.path("phases").path("fenced").asText()).isEqualTo(at(2).toString());
        assertThat(record.path("phases").path("recovered").asText()).isEqualTo(at(3).toString());
        assertThat(record.path("phases").path("serving").asText()).isEqualTo(at(4).toString());
    }

    @Test
    void theTollsStandByNode() throws IOException {
        complete();
        assertThat(record().has("requests")).isFalse();

        complete(Map.of(
                "n2", new Toll(store.term().epoch(), 0, 0),
                "n1", new Toll(store.term().epoch(), 7, 2)));

        assertThat(record().path("requests").toString())
                .isEqualTo("{\"n1\":{\"held\":7,\"failed\":2},\"n2\":{\"held\":0,\"failed\":0}}");
    }

    @Test
    void aGraveTellsThatWhoeverWasLostHasDied() throws IOException {
        for (String cause : List.of("lost", "left")) {
            replace("{\"epoch\":1,\"cause\":\"%s\",\"from\":{\"incarnation\":\"i-0\"}}".formatted(cause));
            complete();
            assertThat(record().path("cause").asText()).isEqualTo(cause);
        }
        memory.bury("i-0", "");
        for (String cause : List.of("lost", "left")) {
            replace("{\"epoch\":1,\"cause\":\"%s\",\"from\":{\"incarnation\":\"i-0\"}}".formatted(cause));
            complete();
            assertThat(record().path("cause").asText()).isEqualTo(cause.equals("lost") ? "died" : "left");
            assertThat(record().path("phases").isObject()).isTrue();
        }
    }

    @Test
    void whatIsNoRecordIsLeftAsItIs() {
        for (String text : List.of("[]", "{")) {
            replace(text);
            assertThat(complete()).isInstanceOf(WriteOutcome.Unknown.class);
            assertThat(memory.read(path).content().orElseThrow().data())
                    .asString()
                    .isEqualTo(text);
        }
    }

    private JsonNode record() throws IOException {
        return new ObjectMapper()
                .readTree(memory.read(path).content().orElseThrow().data());
    }

    private WriteOutcome complete() {
        return complete(Map.of());
    }

    private WriteOutcome complete(Map<String, Toll> tolls) {
        Reply<WriteOutcome> reply = new Reply<>();
        new StoreHistory(Optional.empty()).complete(store, new Account(PHASES, tolls), reply);
        return reply.await();
    }

    private void replace(String text) {
        Reply<WriteOutcome> reply = new Reply<>();
        int version = memory.read(path).content().orElseThrow().version();
        store.write(List.of(new WriteOp.Update(path, text.getBytes(UTF_8), version)), reply);
        assertThat(reply.await()).isInstanceOf(WriteOutcome.Written.class);
    }

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }
}
