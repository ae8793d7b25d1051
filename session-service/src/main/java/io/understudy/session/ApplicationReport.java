package io.understudy.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What YARN says of an application.
 *
 * @param id its id
 * @param name its name
 * @param tags its tags, in lower case as YARN keeps them
 * @param state YARN's state
 * @param finalStatus what its ApplicationMaster said at its end; meaningful once {@code state} is FINISHED
 * @param diagnostics what YARN or the ApplicationMaster has to say; empty text is no diagnostics
 * @param trackingUrl where YARN shows it
 * @param drivers containers of the attempts' ApplicationMasters, as far as YARN named them, in the order of the attempts;
 *     of many attempts the first and the last ones
 * @param started when YARN accepted it
 * @param finished when it ended
 */
public record ApplicationReport(
        ApplicationId id,
        String name,
        Set<String> tags,
        YarnState state,
        FinalStatus finalStatus,
        Optional<String> diagnostics,
        Optional<String> trackingUrl,
        List<Driver> drivers,
        Instant started,
        Optional<Instant> finished) {

    public ApplicationReport {
        tags = Set.copyOf(tags);
        drivers = List.copyOf(drivers);
    }

    /** YARN's states of an application (YarnApplicationState). */
    public enum YarnState {
        NEW,
        NEW_SAVING,
        SUBMITTED,
        ACCEPTED,
        RUNNING,
        FINISHED,
        FAILED,
        KILLED;

        /** Whether the application has ended. */
        public boolean isFinal() {
            return this == FINISHED || this == FAILED || this == KILLED;
        }
    }

    /** YARN's final statuses (FinalApplicationStatus). */
    public enum FinalStatus {
        UNDEFINED,
        SUCCEEDED,
        FAILED,
        KILLED,
        ENDED
    }

    /**
     * Where the ApplicationMaster, or Spark's driver, runs.
     *
     * @param container its container id, needed for logs after the end
     * @param node host and web port of its NodeManager, behind {@code https://} where it has TLS, for logs while it runs;
     *     empty where YARN no longer said it
     * @param user the YARN user it runs as
     */
    public record Driver(String container, String node, String user) {

        /** Where the web pages of its NodeManager begin; empty if the node is not known. */
        public Optional<String> web() {
            return Optional.of(node)
                    .filter(known -> !known.isEmpty())
                    .map(known -> known.contains("://") ? known : "http://" + known);
        }

        /** The same, with the node that an earlier report gave of this container if this one gives none. */
        Driver orNodeOf(Driver earlier) {
            return node.isEmpty() && earlier.container.equals(container) ? earlier : this;
        }
    }
}
