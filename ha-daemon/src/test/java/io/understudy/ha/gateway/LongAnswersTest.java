package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are passed on while they come, and the memory for those that are not. */
final class LongAnswersTest {

    private static final int LONG = 3 * Forwarder.WHOLE_ANSWER_BYTES;

    @Test
    void anAnswerThatIsBeingPassedOnOutlivesASwitchover() throws Exception {
        CountDownLatch switched = new CountDownLatch(1);
        try (TestNode standby = new TestNode("n1");
                PlayedActive old = new PlayedActive("n2", exchange -> {
                    exchange.getResponseHeaders().add("X-HA-Epoch", "7");
                    exchange.sendResponseHeaders(200, LONG + 5);
                    exchange.getResponseBody().write(new byte[LONG]);
                    exchange.getResponseBody().flush();
                    awaitQuietly(switched);
                    exchange.getResponseBody().write("whole".getBytes(StandardCharsets.US_ASCII));
                    exchange.close();
                });
                TestNode next = new TestNode("n3")) {
            old.takeOffice(7, standby);
            try (RawClient client = new RawClient(standby.http())) {
                client.head("GET /batches/1/log HTTP/1.1", "Host: x", "Connection: close");
                assertThat(client.line()).startsWith("HTTP/1.1 200");

                next.takeOffice(8, standby);
                assertThat(Http.get(standby.http().resolve("/batches")).body()).contains("served by n3");
                switched.countDown();

                assertThat(client.rest()).contains("whole").hasSizeGreaterThan(LONG);
            }
        }
    }

    @Test
    void aGigabyteIsPassedOnInTheMemoryOfAFewPieces() throws Exception {
        int piece = 1 << 16;
        int pieces = 1 << 14;
        int room = 64 << 20;
        try (TestNode standby = new TestNode("n1");
                PlayedActive active = new PlayedActive("n2", exchange -> {
                    exchange.getResponseHeaders().add("X-HA-Epoch", "7");
                    exchange.sendResponseHeaders(200, (long) piece * pieces);
                    byte[] bytes = new byte[piece];
                    for (int i = 0; i < pieces; i++) {
                        exchange.getResponseBody().write(bytes);
                    }
                    exchange.close();
                })) {
            active.takeOffice(7, standby);
            long before = memory();
            try (RawClient client = new RawClient(standby.http())) {
                client.head("GET /batches/1/log HTTP/1.1", "Host: x", "Connection: close");
                while (!client.line().isEmpty()) {
                    // The head.
                }

                byte[] taken = new byte[piece];
                for (int i = 0; i < pieces; i++) {
                    assertThat(client.read(taken)).isEqualTo(piece);
                    if (i % (pieces / 8) == 0) {
                        assertThat(memory() - before).isLessThan(room);
                    }
                }
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    /** Bytes that are in use, in the heap and beside it. */
    private static long memory() {
        System.gc();
        Runtime heap = Runtime.getRuntime();
        return heap.totalMemory()
                - heap.freeMemory()
                + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
    }

    @Test
    void anAnswerWithoutRoomIsPassedOnWhileItComes() throws Exception {
        try (TestNode standby = small(10_000);
                PlayedActive active = new PlayedActive("n2", exchange -> PlayedActive.answer(exchange, 7, 20_000))) {
            active.takeOffice(7, standby);

            HttpResponse<String> answer = Http.get(standby.http().resolve("/batches"));

            assertThat(answer.body()).hasSize(20_000);
            assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6_000, 20_000, 2 * Forwarder.WHOLE_ANSWER_BYTES})
    void whatHasGoneOutMakesRoom(int length) throws Exception {
        try (TestNode standby = small(10_000);
                PlayedActive active = new PlayedActive(
                        "n2",
                        exchange -> PlayedActive.answer(
                                exchange, 7, exchange.getRequestURI().getPath().equals("/short") ? 6_000 : length))) {
            active.takeOffice(7, standby);
            for (int i = 0; i < 20; i++) {
                assertThat(Http.get(standby.http().resolve("/long")).body()).hasSize(length);
            }

            HttpResponse<String> answer = Http.get(standby.http().resolve("/short"));

            assertThat(answer.headers().firstValue("Content-Length")).contains("6000");
        }
    }

    @Test
    void answersThatDoNotCountMakeRoom() throws Exception {
        try (TestNode standby = small(10_000);
                PlayedActive active = new PlayedActive(
                        "n2",
                        exchange -> PlayedActive.answer(
                                exchange,
                                exchange.getRequestURI().getPath().equals("/old") ? 6 : 7,
                                exchange.getRequestURI().getPath().equals("/long") ? LONG : 6_000))) {
            active.takeOffice(7, standby);
            for (int i = 0; i < 5; i++) {
                assertThat(Http.get(standby.http().resolve("/old")).statusCode())
                        .isEqualTo(503);
            }

            HttpResponse<String> answer = Http.get(standby.http().resolve("/batches"));

            assertThat(answer.headers().firstValue("Content-Length")).contains("6000");
        }
    }

    @Test
    void manyAnswersAtOnceAreAllPassedOn() throws Exception {
        int length = 900_000;
        try (TestNode standby = small(2 * length + 1);
                PlayedActive active = new PlayedActive("n2", exchange -> PlayedActive.answer(exchange, 7, length))) {
            active.takeOffice(7, standby);
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                all.add(Http.later("GET", standby.http().resolve("/batches/" + i), ""));
            }
            for (CompletableFuture<HttpResponse<String>> one : all) {
                assertThat(one.get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS).body())
                        .hasSize(length);
            }
            assertThat(Http.get(standby.http().resolve("/batches")).headers().firstValue("Content-Length"))
                    .contains(Integer.toString(length));
        }
    }

    private static TestNode small(long answerBytes) throws Exception {
        return new TestNode("n1", TestNode.LONG_HOLD, Duration.ofSeconds(5), answerBytes);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
