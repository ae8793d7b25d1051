package io.understudy.session.service;

import io.understudy.session.Limits;
import io.understudy.session.RetentionRules;
import io.understudy.session.SubmissionRules;
import java.time.Duration;

/**
 * How the service works.
 *
 * @param pollInterval between two questions to YARN
 * @param lostAfter how long YARN must not have known an application until its session is given up
 * @param retention how long sessions are kept after their end
 * @param submission what may be done about submissions of unknown outcome
 * @param deleteWait how long a deletion waits for YARN to take the order to kill
 * @param drainWait how long the end of an activation waits for writes in flight
 * @param maxCreating how many creations may be under way or wait for one, at once
 * @param parallelSubmissions how many submissions may be under way at once
 * @param lookupsPerPoll how many applications that the list does not show are looked up at once
 * @param logCacheChars how many characters of logs are kept in memory, of all sessions together
 * @param defaultMemoryMb memory of a command that says none, in MiB
 * @param defaultCores cores of a command that says none
 * @param limits how many batches may be live
 */
public record ServiceSettings(
        Duration pollInterval,
        Duration lostAfter,
        RetentionRules retention,
        SubmissionRules submission,
        Duration deleteWait,
        Duration drainWait,
        int maxCreating,
        int parallelSubmissions,
        int lookupsPerPoll,
        long logCacheChars,
        int defaultMemoryMb,
        int defaultCores,
        Limits limits) {

    /** What is right unless an operator says otherwise. */
    public static final ServiceSettings DEFAULT = new ServiceSettings(
            Duration.ofSeconds(1),
            Duration.ofHours(24),
            RetentionRules.DEFAULT,
            SubmissionRules.DEFAULT,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            400,
            8,
            32,
            16L << 20,
            512,
            1,
            Limits.NONE);

    public ServiceSettings {
        if (pollInterval.isNegative() || pollInterval.isZero()) {
            throw new IllegalArgumentException("the poll interval must be positive, not " + pollInterval);
        }
        if (maxCreating < 1 || parallelSubmissions < 1 || lookupsPerPoll < 1) {
            throw new IllegalArgumentException("at least one creation, submission and look-up at a time");
        }
    }

    /** The same with other rules of retention. */
    public ServiceSettings withRetention(RetentionRules other) {
        return new ServiceSettings(
                pollInterval,
                lostAfter,
                other,
                submission,
                deleteWait,
                drainWait,
                maxCreating,
                parallelSubmissions,
                lookupsPerPoll,
                logCacheChars,
                defaultMemoryMb,
                defaultCores,
                limits);
    }

    /** The same with other limits. */
    public ServiceSettings withLimits(Limits other) {
        return new ServiceSettings(
                pollInterval,
                lostAfter,
                retention,
                submission,
                deleteWait,
                drainWait,
                maxCreating,
                parallelSubmissions,
                lookupsPerPoll,
                logCacheChars,
                defaultMemoryMb,
                defaultCores,
                other);
    }
}
