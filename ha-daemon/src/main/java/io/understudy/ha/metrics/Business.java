package io.understudy.ha.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a service is busy with, in numbers.
 *
 * @param sessions by state; every state is there
 * @param submissions one entry for each kind
 * @param recovered records that were read before it began to serve
 * @param recovery how long that took
 * @param yarnSilence how long ago YARN last answered
 */
public record Business(
        Map<String, Integer> sessions,
        List<Submissions> submissions,
        int recovered,
        Duration recovery,
        Duration yarnSilence) {

    public Business {
        sessions = Map.copyOf(sessions);
        submissions = List.copyOf(submissions);
    }

    /**
     * Submissions of one kind.
     *
     * @param kind what the batches are made with
     * @param queued that wait for their turn
     * @param running that are under way
     * @param ended by result; every result is there
     */
    public record Submissions(String kind, int queued, int running, Map<String, Long> ended) {

        public Submissions {
            ended = Map.copyOf(ended);
        }
    }
}
