package io.understudy.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Opens a request every few milliseconds for each of its probes, whether the ones before were answered or not, and takes
 * down when the first wanted answer came. A probe that has it sends nothing more. A handful of threads in all, and at most as
 * many connections as requests may be under way.
 */
public final class Prober implements AutoCloseable {

    private static final long UNSEEN = Long.MIN_VALUE;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Prober::daemon);
    private final HttpClient http;
    private final Map<String, AtomicInteger> others = new ConcurrentSkipListMap<>();
    private final List<Series> series;
    private final CountDownLatch unanswered;
    private final CountDownLatch unseen;
    private final CountDownLatch someUnseen = new CountDownLatch(1);
    private Future<?> ticks = CompletableFuture.completedFuture(null);

    private Prober(List<Probe> probes) {
        series = probes.stream().map(Series::new).toList();
        http = LeanClient.start(
                "prober", probes.stream().mapToInt(Probe::mostUnderWay).sum());
        unanswered = new CountDownLatch(series.size());
        unseen = new CountDownLatch(series.size());
    }

    /** Begins. */
    public static Prober start(List<Probe> probes, Duration every) {
        Prober prober = new Prober(probes);
        prober.ask(every);
        return prober;
    }

    /** Asks from now on as often as this. */
    public synchronized void changePace(Duration every) {
        ticks.cancel(false);
        ask(every);
    }

    private synchronized void ask(Duration every) {
        ticks = clock.scheduleAtFixedRate(this::tick, 0, every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until each probe has had some answer: then its connections are open; false if that takes longer. */
    public boolean awaitAnswers(Duration limit) throws InterruptedException {
        return unanswered.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until each probe has had the answer that it wants; false if that takes longer. */
    public boolean awaitWanted(Duration limit) throws InterruptedException {
        return unseen.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until any probe has had the answer that it wants; false if that takes longer. */
    public boolean awaitSomeWanted(Duration limit) throws InterruptedException {
        return someUnseen.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The probes' names. */
    public List<String> names() {
        return series.stream().map(one -> one.probe.name()).toList();
    }

    /** When a probe had its first wanted answer, by {@link System#nanoTime()}. */
    public OptionalLong firstWanted(String probe) {
        long first = series.stream()
                .filter(one -> one.probe.name().equals(probe))
                .mapToLong(one -> one.first.get())
                .findFirst()
                .orElseThrow();
        return first == UNSEEN ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /** How many answers came that nobody wanted, by what they were: a probe's name with a status or an error. */
    public Map<String, Integer> others() {
        Map<String, Integer> counts = new TreeMap<>();
        others.forEach((what, count) -> counts.put(what, count.get()));
        return counts;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        LifeCycle.stop(http);
    }

    private void tick() {
        series.forEach(Series::open);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "prober-clock");
        thread.setDaemon(true);
        return thread;
    }

    /** What came of one probe. */
    private final class Series {

        private final Probe probe;
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicBoolean answered = new AtomicBoolean();
        private final AtomicLong first = new AtomicLong(UNSEEN);

        private Series(Probe probe) {
            this.probe = probe;
        }

        private void open() {
            if (first.get() != UNSEEN || underWay.get() >= probe.mostUnderWay()) {
                return;
            }
            underWay.incrementAndGet();
            probe.request().apply(http).send(this::ended);
        }

        private void ended(Result result) {
            long now = System.nanoTime();
            underWay.decrementAndGet();
            if (result.isSucceeded() && probe.wanted().test(result.getResponse())) {
                if (first.compareAndSet(UNSEEN, now)) {
                    unseen.countDown();
                    someUnseen.countDown();
                }
            } else {
                String what = result.isSucceeded()
                        ? Integer.toString(result.getResponse().getStatus())
                        : name(result.getFailure());
                others.computeIfAbsent(probe.name() + " " + what, any -> new AtomicInteger())
                        .incrementAndGet();
            }
            if (result.isSucceeded() && answered.compareAndSet(false, true)) {
                unanswered.countDown();
            }
        }

        private static String name(@Nullable Throwable failure) {
            return failure == null ? "nothing" : failure.getClass().getSimpleName();
        }
    }
}
