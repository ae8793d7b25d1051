package io.understudy.bench.load;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Many clients, each with a connection to one node, that ask for the same thing again and again. One that is refused asks
 * again at once, as far as anybody does: half a second later, whatever {@code Retry-After} says.
 */
public final class RetryStorm implements AutoCloseable {

    private static final Duration AFTER_ANSWER = Duration.ofSeconds(1);
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(RetryStorm::daemon);
    private final HttpClient http;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger withoutRetryAfter = new AtomicInteger();
    private final Queue<String> others = new ConcurrentLinkedQueue<>();
    private final Queue<Double> refusedAfterMillis = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /**
     * What came of it.
     *
     * @param answered requests with a 2xx
     * @param refusedAfterMillis how long each 503 took
     * @param withoutRetryAfter 503s that did not say when to come again
     * @param others what else came, in words
     */
    public record Outcome(int answered, List<Double> refusedAfterMillis, int withoutRetryAfter, List<String> others) {}

    private RetryStorm(int clientsEach) {
        http = LeanClient.start("retry-storm", clientsEach);
    }

    /** Begins; the clients come within a second. */
    public static RetryStorm start(List<URI> addresses, int clientsEach) {
        RetryStorm storm = new RetryStorm(clientsEach);
        for (int i = 0; i < clientsEach; i++) {
            for (URI address : addresses) {
                storm.later(AFTER_ANSWER.multipliedBy(i).dividedBy(clientsEach), address);
            }
        }
        return storm;
    }

    /** How many requests were answered with a 2xx so far. */
    public int answered() {
        return answered.get();
    }

    /** How many requests were refused so far. */
    public int refused() {
        return refusedAfterMillis.size();
    }

    /** What came of it until now. */
    public Outcome outcome() {
        return new Outcome(
                answered.get(), new ArrayList<>(refusedAfterMillis), withoutRetryAfter.get(), new ArrayList<>(others));
    }

    private void later(Duration wait, URI address) {
        if (!over) {
            var unused = clock.schedule(() -> ask(address), wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void ask(URI address) {
        long since = System.nanoTime();
        http.newRequest(address)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .send(result -> {
                    if (!over) {
                        boolean ok = ended(result, (System.nanoTime() - since) / 1e6);
                        later(ok ? AFTER_ANSWER : AFTER_REFUSAL, address);
                    }
                });
    }

    /** Takes an answer down; whether it is one that the client is content with. */
    private boolean ended(Result result, double millis) {
        int status = result.getResponse().getStatus();
        if (result.isFailed()) {
            others.add(String.valueOf(result.getFailure()));
        } else if (status / 100 == 2) {
            answered.incrementAndGet();
            return true;
        } else if (status == 503) {
            refusedAfterMillis.add(millis);
            if (!result.getResponse().getHeaders().contains(HttpHeader.RETRY_AFTER)) {
                withoutRetryAfter.incrementAndGet();
            }
        } else {
            others.add("status " + status);
        }
        return false;
    }

    @Override
    public void close() {
        over = true;
        clock.shutdownNow();
        LifeCycle.stop(http);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "retry-storm");
        thread.setDaemon(true);
        return thread;
    }
}
