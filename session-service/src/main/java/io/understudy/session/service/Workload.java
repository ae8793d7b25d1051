package io.understudy.session.service;

import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.SessionState;
import java.time.Duration;
import java.util.Map;

/**
 * What the service is busy with, in numbers. It begins anew with every activation.
 *
 * @param sessions that can be read, by how far they have come; no entry where there is none
 * @param submissions by what they are made with; every kind is there
 * @param recovered records that were read before the service began to serve
 * @param recovery how long that took
 * @param yarnAnsweredAt when YARN last answered, as {@link System#nanoTime()}; when the activation began, if it never did
 */
public record Workload(
        Map<SessionState, Integer> sessions,
        Map<Kind, Submitting> submissions,
        int recovered,
        Duration recovery,
        long yarnAnsweredAt) {

    public Workload {
        sessions = Map.copyOf(sessions);
        submissions = Map.copyOf(submissions);
    }

    /**
     * Submissions of one kind.
     *
     * @param queued that wait for their turn
     * @param running that are under way
     * @param ended by result; every result is there
     */
    public record Submitting(int queued, int running, Map<SubmissionResult, Long> ended) {

        public Submitting {
            ended = Map.copyOf(ended);
        }
    }
}
