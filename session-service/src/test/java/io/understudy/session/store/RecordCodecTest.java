package io.understudy.session.store;

import static io.understudy.session.testing.Samples.APPLICATION;
import static io.understudy.session.testing.Samples.DRIVER;
import static io.understudy.session.testing.Samples.START;
import static io.understudy.session.testing.Samples.request;
import static io.understudy.session.testing.Samples.session;
import static io.understudy.session.testing.Samples.stamp;
import static io.understudy.session.testing.Samples.submitting;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StoredNode;
import io.understudy.session.Application;
import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.BatchRequest;
import io.understudy.session.Diagnostics;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.KnownDrivers;
import io.understudy.session.Order;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import io.understudy.session.service.SessionStore.Kept;
import io.understudy.session.service.SessionStore.Label;
import io.understudy.session.service.SessionStore.Recovered;
import io.understudy.session.service.SessionStore.Resting;
import io.understudy.session.service.SessionStore.SetAside;
import io.understudy.session.service.SessionStore.Shelved;
import io.understudy.session.testing.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordCodecTest {

    private static final SessionId SEVEN = new SessionId(7);
    private static final String HOME = "sessions/07/0000000007";

    static Stream<StoredRecord> records() {
        Session running = submitting(7).observe(report(YarnState.RUNNING, FinalStatus.UNDEFINED), stamp(3));
        return Stream.of(
                session(7),
                full(),
                submitting(7),
                submitting(7).notSent(stamp(2)),
                submitting(7).rejected("no such queue", stamp(2)),
                submitting(7).givenUp(stamp(900)),
                running,
                running.missing(Duration.ofHours(24), stamp(10)),
                running.observe(report(YarnState.FINISHED, FinalStatus.SUCCEEDED), stamp(9)),
                session(7).tombstone(Tombstone.Deletion.ordered(key("alice"), "nightly", START)),
                running.tombstone(Tombstone.Deletion.ordered(key(null), "7", START)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsBackWhatItWrote(StoredRecord stored) throws UnreadableRecord {
        assertThat(RecordCodec.read(SEVEN, write(stored))).isEqualTo(stored);
    }

    @Test
    void theRecordOfASession() {
        Session session = submitting(7).observe(report(YarnState.FAILED, FinalStatus.FAILED), stamp(9));

        assertThat(new String(write(session), UTF_8)).isEqualTo("""
                        {"format":1,"state":"dead","key":"key-7","kind":"command",\
                        "request":{"kind":"command","command":["sleep","1"]},\
                        "digest":"digest of {kind=command, command=[sleep, 1]}",\
                        "tag":"understudy-0123abcd-7-random00",\
                        "attempt":{"number":1,"node":"n1","incarnation":"incarnation-1"},\
                        "application":{"id":"application_1700000000000_0001",\
                        "drivers":[{"container":"container_1700000000000_0001_01_000001","node":"host1:8042",\
                        "user":"alice"}],"trackingUrl":"http://proxy/1"},\
                        "ending":"reported",\
                        "history":[{"state":"requested","time":"2026-01-01T00:00:00Z","node":"n1","epoch":1},\
                        {"state":"submitting","time":"2026-01-01T00:00:01Z","node":"n1","epoch":1},\
                        {"state":"dead","time":"2026-01-01T00:00:09Z","node":"n1","epoch":1}],\
                        "times":{"created":"2026-01-01T00:00:00Z","started":"2026-01-01T00:00:02Z",\
                        "finished":"2026-01-01T00:00:08Z"},"diagnostics":"exit code 3","id":7}""");
    }

    @Test
    void aRecordOfATimeWhenOneDriverWasKept() throws UnreadableRecord {
        Session session = submitting(7).observe(report(YarnState.RUNNING, FinalStatus.UNDEFINED), stamp(9));
        String now = text(session);
        String before = now.replace("\"drivers\":[{", "\"driver\":{").replace("\"}]", "\"}");

        assertThat(before).isNotEqualTo(now);
        assertThat(RecordCodec.read(SEVEN, before.getBytes(UTF_8))).isEqualTo(session);
    }

    @Test
    void aRecordOfManyAttempts() throws UnreadableRecord {
        Session session = submitting(7);
        for (int attempt = 1; attempt <= 10; attempt++) {
            session = session.observe(Samples.report(new Driver("container_" + attempt, "", "alice")), stamp(9));
        }

        assertThat(session.application().orElseThrow().drivers().omitted()).isEqualTo(2);
        assertThat(RecordCodec.read(SEVEN, write(session))).isEqualTo(session);
    }

    @Test
    void theRecordOfATombstone() {
        Tombstone tombstone = submitting(7).tombstone(Tombstone.Deletion.ordered(key("bob"), "7", START));

        assertThat(new String(write(tombstone), UTF_8)).isEqualTo("""
                        {"format":1,\
                        "deleted":{"key":"k","keyUser":"bob","target":"7","time":"2026-01-01T00:00:00Z"},\
                        "key":"key-7","digest":"digest of {kind=command, command=[sleep, 1]}",\
                        "tag":"understudy-0123abcd-7-random00",\
                        "application":{"id":"application_1700000000000_0001"},"id":7}""");
    }

    @Test
    void fieldsOfLaterBuildsAreIgnored() throws UnreadableRecord {
        byte[] data =
                text(session(7)).replaceFirst("\\{", "{\"colour\":{\"a\":[1]},").getBytes(UTF_8);

        assertThat(RecordCodec.read(SEVEN, data)).isEqualTo(session(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{}",
                "{\"format\":1}",
                "{\"format\":\"1\"}",
                "{\"format\":1.5}",
                "{\"format\":0}",
                "{\"format\":2}",
                "{\"format\":99999999999}",
            })
    void whatIsNoRecordIsUnreadable(String text) {
        assertThatThrownBy(() -> RecordCodec.read(SEVEN, text.getBytes(UTF_8))).isInstanceOf(UnreadableRecord.class);
    }

    /** Whatever happens to a record, it is read or set aside: nothing else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damageIsNeverMoreThanUnreadable(long seed) {
        Random random = new Random(seed);
        List<StoredRecord> records = records().toList();
        for (int i = 0; i < 2000; i++) {
            byte[] data = write(records.get(random.nextInt(records.size())));
            for (int hits = random.nextInt(3); hits >= 0; hits--) {
                data[random.nextInt(data.length)] = (byte) "{}[]\",:0x\0é".charAt(random.nextInt(11));
            }
            Recovered found = recover(data);
            assertThat(found.id()).as("seed %d", seed).isEqualTo(SEVEN);
            if (found instanceof Resting resting) {
                assertThat(RecordCodec.unshelve(resting.shelved()).id())
                        .as("seed %d", seed)
                        .isEqualTo(SEVEN);
            }
        }
    }

    @Test
    void fieldsOfAnotherShapeAreUnreadable() {
        for (String field : List.of("tag", "digest", "key", "state", "history", "times", "request", "attempt")) {
            byte[] data = text(full().submitting(Optional.of(APPLICATION), "i", stamp(1)))
                    .replaceFirst("\"" + field + "\":(\"[^\"]*\"|\\{|\\[)", "\"" + field + "\":7,\"x\":$1")
                    .getBytes(UTF_8);
            assertThatThrownBy(() -> RecordCodec.read(SEVEN, data)).as(field).isInstanceOf(UnreadableRecord.class);
        }
    }

    @Test
    void nameAndKeyOfAnUnreadableRecordAreKept() {
        assertThat(recover(text(full()).replace("\"state\"", "\"status\"").getBytes(UTF_8)))
                .isEqualTo(new SetAside(
                        HOME, SEVEN, "it has no field 'state'", Optional.of("nightly"), Optional.of(full().key())));
    }

    @Test
    void anUnreadableTombstoneTakesNoName() {
        Tombstone tombstone = full().tombstone(Tombstone.Deletion.ordered(key("bob"), "7", START));

        byte[] newer = text(tombstone).replace("\"format\":1", "\"format\":2").getBytes(UTF_8);

        assertThat(recover(newer))
                .isEqualTo(new SetAside(
                        HOME,
                        SEVEN,
                        "its format is 2, this build reads up to 1",
                        Optional.empty(),
                        Optional.of(full().key())));
    }

    @ParameterizedTest
    @MethodSource("records")
    void whatIsAtRestIsFoldedAndUnfoldedAsItWas(StoredRecord stored) {
        Kept kept = new Kept(stored, 3, START);
        Recovered found = recover(write(stored));
        boolean atRest = !(stored instanceof Session session) || session.isOver();

        assertThat(found).isInstanceOf(atRest ? Resting.class : Kept.class);
        if (found instanceof Resting resting) {
            Shelved shelved = RecordCodec.shelve(kept, StoreFormat.NEWEST);
            assertThat(resting.shelved()).usingRecursiveComparison().isEqualTo(shelved);
            assertThat(resting.label()).isEqualTo(Label.of(stored)).isEqualTo(RecordCodec.label(shelved));
            assertThat(RecordCodec.unshelve(shelved)).isEqualTo(kept);
        } else {
            assertThat(found).isEqualTo(kept);
        }
    }

    @Test
    void whatIsWrongBehindTheHeadShowsWhenItIsUnfolded() {
        byte[] data = text(ended()).replace("\"history\"", "\"story\"").getBytes(UTF_8);

        assertThat(RecordCodec.unshelve(((Resting) recover(data)).shelved()))
                .isEqualTo(new SetAside(
                        HOME,
                        SEVEN,
                        "its field 'history' has an unexpected value",
                        Optional.of("nightly"),
                        Optional.of(full().key())));
    }

    /** The head of our own records comes first and is believed as long as the end is in place. */
    @Test
    void aRecordThatWasCutAnywhereIsSetAside() {
        byte[] whole = write(ended());
        for (int length = 0; length < whole.length; length++) {
            assertThat(recover(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isInstanceOf(SetAside.class);
        }
        assertThat(recover(Arrays.copyOf(whole, whole.length - 1)))
                .isEqualTo(new SetAside(
                        HOME,
                        SEVEN,
                        "it is not JSON, or only a part of it",
                        Optional.of("nightly"),
                        Optional.of(full().key())));
        assertThat(recover(new byte[0]))
                .isEqualTo(new SetAside(HOME, SEVEN, "it is empty", Optional.empty(), Optional.empty()));
    }

    @Test
    void theOrderOfTheFieldsDoesNotMatter() throws IOException {
        JsonMapper mapper = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        byte[] sorted = mapper.writeValueAsBytes(mapper.readValue(write(ended()), Map.class));

        Resting found = (Resting) recover(sorted);

        assertThat(found.label()).isEqualTo(Label.of(ended()));
        assertThat(RecordCodec.unshelve(found.shelved())).isEqualTo(new Kept(ended(), 3, START));
    }

    @Test
    void aRecordInAnotherShardOrOfAnotherIdIsNotBelieved() {
        byte[] data = write(ended());
        SessionId eight = new SessionId(8);

        assertThat(RecordCodec.recover("sessions/08/0000000007", SEVEN, content(data)))
                .isInstanceOfSatisfying(
                        SetAside.class, unread -> assertThat(unread.why()).isEqualTo("it stands in the wrong shard"));
        assertThat(RecordCodec.recover("sessions/08/0000000008", eight, content(data)))
                .isInstanceOfSatisfying(
                        SetAside.class, unread -> assertThat(unread.why()).isEqualTo("it says that it is session 7"));
    }

    @Test
    void aRecordLargerThanAnyOfOursIsNotBelieved() {
        byte[] data = text(ended())
                .replaceFirst("\\{", "{\"colour\":\"" + "a".repeat(ZnodeSessions.MAX_BYTES) + "\",")
                .getBytes(UTF_8);

        assertThat(recover(data))
                .isInstanceOfSatisfying(
                        SetAside.class,
                        unread -> assertThat(unread.why())
                                .isEqualTo("it has " + data.length + " bytes, and a record has at most "
                                        + ZnodeSessions.MAX_BYTES));
    }

    /** What YARN says can make a record grow by less than a new record leaves free. */
    @Test
    void aRecordAlwaysHasRoomForItsEnd() {
        Session requested = full();
        String worst = IntStream.range(0, 4096).mapToObj(i -> "\u0001").reduce("", String::concat);
        Session ended = requested;
        for (int i = 0; i < 8; i++) {
            ended = ended.submitting(Optional.of(APPLICATION), "i".repeat(36), stamp(i))
                    .notSent(stamp(i));
        }
        ended = ended.submitting(Optional.of(APPLICATION), "i".repeat(36), stamp(9))
                .observe(report(YarnState.RUNNING, FinalStatus.UNDEFINED), stamp(9))
                .rejected(worst, stamp(9));
        ended = new Session(
                ended.id(),
                ended.order(),
                ended.tag(),
                ended.attempt(),
                Optional.of(new Application(
                        APPLICATION,
                        KnownDrivers.of(DRIVER),
                        Optional.of("u".repeat(1000)),
                        Optional.of(Diagnostics.of(worst)))),
                ended.state(),
                ended.ending(),
                ended.history(),
                ended.times(),
                Diagnostics.of(worst));

        assertThat(write(ended).length - write(requested).length).isLessThan(ZnodeSessions.HEADROOM);
    }

    private static Recovered recover(byte[] data) {
        return RecordCodec.recover(HOME, SEVEN, content(data));
    }

    private static StoredNode.Content content(byte[] data) {
        return new StoredNode.Content(data, 3, START, START);
    }

    private static Session ended() {
        return full().submitting(Optional.of(APPLICATION), "i", stamp(1)).rejected("no such queue", stamp(2));
    }

    private static Session full() {
        BatchRequest request = request(Map.ofEntries(
                Map.entry("kind", "spark"),
                Map.entry("file", "hdfs:/a.jar"),
                Map.entry("className", "Main"),
                Map.entry("args", List.of("a", "", "\u0000\ud83d\ude00 \ud800 ä")),
                Map.entry("jars", List.of("b.jar")),
                Map.entry("pyFiles", List.of("c.py")),
                Map.entry("files", List.of("d")),
                Map.entry("archives", List.of("e.zip")),
                Map.entry("driverMemory", "1g"),
                Map.entry("driverCores", 1),
                Map.entry("executorMemory", "2g"),
                Map.entry("executorCores", 2),
                Map.entry("numExecutors", 3),
                Map.entry("queue", "q"),
                Map.entry("name", "nightly"),
                Map.entry("conf", Map.of("spark.a", "1", "spark.b", "")),
                Map.entry("proxyUser", "carol")));
        Order order = new Order(request, Optional.of("alice"), Optional.of("carol"), "digest", key("alice"));
        Session sample = session(7);
        return Session.requested(SEVEN, order, sample.tag(), stamp(0));
    }

    private static IdempotencyKey key(@org.jspecify.annotations.Nullable String user) {
        return new IdempotencyKey(Optional.ofNullable(user), "k");
    }

    private static byte[] write(StoredRecord stored) {
        return RecordCodec.write(stored, StoreFormat.NEWEST);
    }

    private static String text(StoredRecord stored) {
        return new String(write(stored), UTF_8);
    }

    private static ApplicationReport report(YarnState state, FinalStatus status) {
        return new ApplicationReport(
                APPLICATION,
                "batch",
                Set.of(),
                state,
                status,
                state.isFinal() ? Optional.of("exit code 3") : Optional.empty(),
                Optional.of("http://proxy/1"),
                List.of(DRIVER),
                START.plusSeconds(2),
                state.isFinal() ? Optional.of(START.plusSeconds(8)) : Optional.empty());
    }
}
