package io.understudy.session;

import java.time.Duration;
import java.util.Optional;

/**
 * What may be done about a submission of which nobody knows whether it reached YARN.
 *
 * <p>That YARN does not know an application proves little: a paused process may still submit it, and a ResourceManager
 * that was started again may have forgotten it. So the same id is submitted again only while the ResourceManager that
 * gave it is still running and could not have forgotten it yet; two submissions of one id make one application there. What
 * has no id before it is submitted, as Spark's applications, is submitted again only once the process that tried is
 * provably gone.
 *
 * @param repeatWithin age of the record up to which the same id may be submitted again
 * @param horizon age of the record from which on nobody waits any more
 * @param doubt what becomes then of what has no id
 */
public record SubmissionRules(Duration repeatWithin, Duration horizon, Doubt doubt) {

    /** Five minutes and a quarter of an hour. */
    public static final SubmissionRules DEFAULT =
            new SubmissionRules(Duration.ofMinutes(5), Duration.ofMinutes(15), Doubt.FAIL);

    /** How long YARN must not have shown an application until anything is concluded from it. */
    static final Duration UNSEEN = Duration.ofSeconds(10);

    /** How often a submission is tried: one that takes its daemon with it must not end all daemons. */
    static final int ATTEMPTS = 3;

    public SubmissionRules {
        if (repeatWithin.isNegative() || horizon.compareTo(repeatWithin) < 0) {
            throw new IllegalArgumentException("repeat within " + repeatWithin + ", wait for " + horizon);
        }
    }

    /** What is done about a submission without an application id once nobody waits any more. */
    public enum Doubt {
        /** The session ends: at most one application. */
        FAIL,
        /** It is submitted again: at least one application, and perhaps two. */
        RESUBMIT
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

    /**
     * YARN's list shows no application with the session's tag.
     *
     * @param end of the attempt's process; empty if nobody knows that it is gone
     * @param attempt which one it was
     * @param unseenFor since when YARN says so, counted from {@code end} if there is one
     * @param age of the session's record, by ZooKeeper's clock
     */
    public Next afterUnseen(Optional<AttemptEnd> end, int attempt, Duration unseenFor, Duration age) {
        if (unseenFor.compareTo(UNSEEN) < 0) {
            return Next.WAIT;
        }
        Optional<AttemptEnd.How> how = end.map(AttemptEnd::how);
        if (how.isEmpty() || how.get() == AttemptEnd.How.SUBMITTED) {
            boolean again = how.isEmpty() && doubt == Doubt.RESUBMIT && attempt < ATTEMPTS;
            return age.compareTo(horizon) < 0 ? Next.WAIT : again ? Next.REPEAT : Next.GIVE_UP;
        }
        return how.get() == AttemptEnd.How.CUT_SHORT && attempt < ATTEMPTS ? Next.REPEAT : Next.REJECT;
    }

    /** What to do next. */
    public enum Next {
        /** Submit again: the same application id, or what never had one. */
        REPEAT,
        /** Look it up again later. */
        WAIT,
        /** End the session: nothing was submitted, and nothing will be. */
        REJECT,
        /** End the session without another try. */
        GIVE_UP
    }
}
