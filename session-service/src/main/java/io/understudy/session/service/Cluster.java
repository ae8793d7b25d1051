package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.CommandSubmission;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The cluster that runs batches: YARN.
 *
 * <p>Any thread may call. Calls return at once; each reply comes exactly once, after a bounded time, on a thread of the
 * adapter: it must enqueue and return. The adapter never asks whether the caller is in office: the caller asks the gate
 * right before each call.
 */
public interface Cluster {

    /** Which cluster this is, for as long as its configuration stays: {@code yarn.resourcemanager.cluster-id}, else its address. */
    String identity();

    /**
     * Prepares what submissions need (the ApplicationMaster's jar in the staging directory, warm connections) for the
     * store with this brief identity. Repeating is harmless. The reply names problems that an operator should see, such
     * as another store that uses the same cluster id on this YARN; empty if all is well. Never fails a takeover:
     * submissions try again by themselves what is missing.
     */
    void prepare(String storeBrief, Consumer<List<String>> problems);

    /** Asks for a fresh application id. Makes nothing in YARN that would outlive a crash. */
    void newApplication(Consumer<Answer<ApplicationId>> reply);

    /** Submits a command batch, one attempt. An id that YARN has already counts as accepted. */
    void submit(CommandSubmission submission, Consumer<Submitted> reply);

    /** Everything that carries {@code tag}, in one query. */
    void reports(String tag, Consumer<Answer<List<ApplicationReport>>> reply);

    /** Looks up one application. */
    void find(ApplicationId application, Consumer<Answer<Lookup>> reply);

    /** Tells YARN to kill an application. Done when YARN has taken the order, not when the application has ended. */
    void kill(ApplicationId application, Consumer<Answer<Killed>> reply);

    /**
     * Removes what a Spark application that did not end by itself has left in its user's staging folder. Nobody waits for
     * it, and nobody hears of it.
     *
     * @param user whom it ran as; empty for this service's own
     */
    void cleanUp(ApplicationId application, Optional<String> user);

    /** Reads the text of one log file of a container: of the NodeManager while it runs, aggregated afterwards. */
    void log(LogFile file, Consumer<Answer<LogText>> reply);

    /** YARN's answer, or that there was none. */
    sealed interface Answer<T> {

        /** YARN answered. */
        record Of<T>(T value) implements Answer<T> {}

        /** YARN could not be asked or did not answer in time: says nothing of any application. */
        record Unreachable<T>(String why) implements Answer<T> {}
    }

    /** What became of a submission. */
    sealed interface Submitted {

        /** YARN has it. */
        record Accepted() implements Submitted {}

        /** YARN refused it for good, and will not run it (unknown queue, too much memory, a file that does not exist). */
        record Rejected(String why) implements Submitted {}

        /**
         * YARN does not have it: it never left this host, or the ResourceManager that took it was restarted before it had
         * stored it. As if it had not been tried: it may be submitted again under the same id, whatever that one's cluster
         * timestamp.
         */
        record NotSent(String why) implements Submitted {}

        /** Nobody knows whether YARN has it. */
        record Unknown(String why) implements Submitted {}
    }

    /** What YARN knows of an application id. */
    sealed interface Lookup {

        /** YARN knows it. */
        record Known(ApplicationReport report) implements Lookup {}

        /**
         * YARN does not (any longer) know it.
         *
         * @param clusterTimestamp start time of the ResourceManager that said so, if it told
         */
        record NotFound(Optional<Long> clusterTimestamp) implements Lookup {}
    }

    /** What YARN said to a kill. */
    enum Killed {
        /** Ordered, or ended before. */
        ORDERED,
        /** No such application. */
        NOT_FOUND
    }

    /**
     * One log file of a container.
     *
     * @param name {@code stdout} or {@code stderr}
     * @param running whether the application still ran when it was last seen
     */
    record LogFile(ApplicationId application, ApplicationReport.Driver driver, String name, boolean running) {}

    /** The text of a log file, as far as it can be had. */
    sealed interface LogText {

        /**
         * The whole text if {@code complete}, else the text so far, up to its last line end. Cut at the adapter's limit,
         * visibly.
         */
        record Text(String text, boolean complete) implements LogText {}

        /** Not to be had yet: aggregation is under way, or the NodeManager is down. */
        record NotYet(String why) implements LogText {}

        /** Never to be had: aggregation is off, or the logs were deleted. */
        record Never(String why) implements LogText {}
    }
}
