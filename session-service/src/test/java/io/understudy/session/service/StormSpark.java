package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.SparkSubmission;
import io.understudy.session.testing.FakeCluster;
import io.understudy.session.testing.FakeSpark;
import io.understudy.session.testing.VirtualTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The runs of spark-submit on one host: some submit, quickly or slowly, some fail, some hang. What was sent to YARN arrives
 * within moments, whatever has become of its sender.
 */
final class StormSpark implements SparkSubmitter {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int ON_THE_WIRE_MS = 4_000;

    private final VirtualTime time;
    private final Random random;
    private final FakeCluster cluster;
    private final Map<SparkSubmission, Consumer<Event>> running = new LinkedHashMap<>();

    StormSpark(VirtualTime time, Random random, FakeCluster cluster) {
        this.time = time;
        this.random = random;
        this.cluster = cluster;
    }

    @Override
    public void start(SparkSubmission submission, Consumer<Event> heard) {
        running.put(submission, heard);
        time.after(DEADLINE, () -> end(submission, "was killed after 60 s", OptionalInt.empty()));
        int conduct = random.nextInt(10);
        if (conduct == 0) {
            later(20_000, () -> end(submission, "exited with code 1", OptionalInt.of(1)));
        } else if (conduct > 1) {
            later(conduct < 8 ? 5_000 : 90_000, () -> send(submission, conduct % 2 == 0));
        }
    }

    private void send(SparkSubmission submission, boolean talkative) {
        if (running.containsKey(submission)) {
            later(ON_THE_WIRE_MS, () -> {
                Optional<ApplicationId> made = cluster.make("spark", FakeSpark.tags(submission));
                later(ON_THE_WIRE_MS, () -> sent(submission, made, talkative));
            });
        }
    }

    private void sent(SparkSubmission submission, Optional<ApplicationId> made, boolean talkative) {
        Consumer<Event> heard = running.get(submission);
        if (heard != null && talkative) {
            made.ifPresent(id -> heard.accept(new Wrote(List.of("Submitted application " + id))));
        }
        int code = made.isPresent() ? 0 : 1;
        later(1_000, () -> end(submission, "exited with code " + code, OptionalInt.of(code)));
    }

    @Override
    public void kill(SparkSubmission submission) {
        later(100, () -> end(submission, "was killed", OptionalInt.empty()));
    }

    @Override
    public void finish(Duration patience) {
        throw new UnsupportedOperationException("here processes die");
    }

    /** The process is dead, and with it all that it had started. */
    void die() {
        running.clear();
    }

    private void end(SparkSubmission submission, String how, OptionalInt code) {
        Consumer<Event> heard = running.remove(submission);
        if (heard != null) {
            heard.accept(new Ended(how, code));
        }
    }

    private void later(int longestMs, Runnable task) {
        time.after(Duration.ofMillis(random.nextInt(longestMs)), task);
    }
}
