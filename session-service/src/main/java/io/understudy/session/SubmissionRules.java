package io.understudy.session;

import java.time.Duration;
import java.util.Optional;

/**
 * What may be done about a submission of which nobody knows whether it reached YARN.
 *
 * <p>That YARN does not know an application proves little: a paused process may still submit it, and a ResourceManager
 * that was started again may have forgotten it. So the same id is submitted again only while the ResourceManager that
 * gave it is still running and could not have forgotten it yet; two submissions of one id make one application there.
 *
 * @param repeatWithin age of the record up to which the same id may be submitted again
 * @param horizon age of the record from which on nobody waits any more
 */
public record SubmissionRules(Duration repeatWithin, Duration horizon) {

    /** Five minutes and a quarter of an hour. */
    public static final SubmissionRules DEFAULT = new SubmissionRules(Duration.ofMinutes(5), Duration.ofMinutes(15));

    public SubmissionRules {
        if (repeatWithin.isNegative() || horizon.compareTo(repeatWithin) < 0) {
            throw new IllegalArgumentException("repeat within " + repeatWithin + ", wait for " + horizon);
        }
    }

    /**
     * YARN says that it does not know the application.
     *
     * @param clusterTimestamp start of the ResourceManager that said so, if it told
     * @param age of the session's record, by ZooKeeper's clock
     */
    public Next afterNotFound(ApplicationId application, Optional<Long> clusterTimestamp, Duration age) {
        boolean sameManager = clusterTimestamp.equals(Optional.of(application.clusterTimestamp()));
        if (sameManager && age.compareTo(repeatWithin) < 0) {
            return Next.REPEAT;
        }
        return age.compareTo(horizon) < 0 ? Next.WAIT : Next.GIVE_UP;
    }

    /** What to do next. */
    public enum Next {
        /** Submit the same application id again. */
        REPEAT,
        /** Look it up again later. */
        WAIT,
        /** End the session without another try. */
        GIVE_UP
    }
}
