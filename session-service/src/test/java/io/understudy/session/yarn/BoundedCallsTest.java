package io.understudy.session.yarn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every call is answered exactly once, whatever Hadoop does. */
@Timeout(60)
class BoundedCallsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final BoundedCalls calls = new BoundedCalls("test", 1);
    private final List<String> replies = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void whatIsThrownBecomesTheReply() throws Exception {
        CompletableFuture<String> reply = new CompletableFuture<>();
        calls.call(
                LONG,
                () -> {
                    throw new IOException("refused");
                },
                Words::of,
                reply::complete);
        assertThat(reply.get(30, SECONDS)).isEqualTo("refused");
    }

    @Test
    void aLateCallIsAnsweredAtItsDeadlineInterruptedAndNotAnsweredAgain() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch replied = new CountDownLatch(1);
        calls.call(
                Duration.ofMillis(50),
                () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return "late";
                },
                Words::of,
                reply -> {
                    replies.add(reply);
                    replied.countDown();
                });
        assertThat(replied.await(30, SECONDS)).isTrue();
        assertThat(interrupted.await(30, SECONDS)).isTrue();
        CompletableFuture<String> next = new CompletableFuture<>();
        calls.call(LONG, () -> "next", Words::of, next::complete);
        assertThat(next.get(30, SECONDS)).isEqualTo("next");
        assertThat(replies).containsExactly("no answer in 0 s");
    }

    @Test
    void aCallThatFindsNoThreadIsAnsweredToo() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        calls.call(LONG, () -> busy.await(30, SECONDS), problem -> false, replied -> {});
        CompletableFuture<String> reply = new CompletableFuture<>();
        calls.call(Duration.ofMillis(50), () -> "ran", Words::of, reply::complete);
        assertThat(reply.get(30, SECONDS)).startsWith("no answer");
        busy.countDown();
    }

    @Test
    void afterTheEndCallsAreAnsweredAsFailed() {
        calls.close();
        calls.call(LONG, () -> "ran", Words::of, replies::add);
        assertThat(replies).containsExactly("this node is stopping");
    }
}
