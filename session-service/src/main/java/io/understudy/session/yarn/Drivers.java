package io.understudy.session.yarn;

import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.KnownDrivers;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * Where the ApplicationMasters run, and ran. YARN's reports do not say, and after the end hardly anybody does: so each new
 * attempt is asked for once and remembered. Any thread.
 */
final class Drivers {

    /** Applications with new attempts asked for in one poll; those that are left over come with the next ones. */
    private static final int AT_ONCE = 200;

    private final ResourceManager resourceManager;
    private final Map<ApplicationAttemptId, Optional<Driver>> known = new ConcurrentHashMap<>();

    Drivers(ResourceManager resourceManager) {
        this.resourceManager = resourceManager;
    }

    /** What is known of one application's attempts. */
    List<Driver> of(ApplicationReport report) {
        return attempts(report)
                .flatMap(attempt -> known.getOrDefault(attempt, Optional.empty()).stream())
                .toList();
    }

    /** Asks for one application. */
    void learn(ApplicationReport report) throws IOException {
        for (ApplicationAttemptId attempt : unknown(report)) {
            ask(report, attempt);
        }
    }

    /** Asks for the new ones among all applications, the running ones first, and forgets those that are not there. */
    void learnAll(List<ApplicationReport> all) throws IOException {
        Set<ApplicationAttemptId> current =
                all.stream().flatMap(Drivers::attempts).collect(Collectors.toSet());
        known.keySet().retainAll(current);
        List<ApplicationReport> unknown = all.stream()
                .filter(report -> !unknown(report).isEmpty())
                .sorted(Comparator.comparing(report -> !isRunning(report)))
                .limit(AT_ONCE)
                .toList();
        for (ApplicationReport report : unknown) {
            learn(report);
        }
    }

    private List<ApplicationAttemptId> unknown(ApplicationReport report) {
        return attempts(report)
                .filter(attempt -> !known.containsKey(attempt))
                .filter(attempt -> hasMaster(report) || !isCurrent(attempt, report))
                .toList();
    }

    private void ask(ApplicationReport report, ApplicationAttemptId attempt) throws IOException {
        try {
            Optional<ContainerId> container = resourceManager.masterContainer(attempt);
            boolean runs = isRunning(report) && isCurrent(attempt, report);
            if (container.isEmpty() && runs) {
                return;
            }
            String node = container.isPresent() && runs
                    ? resourceManager.nodeWebAddress(container.get()).orElse("")
                    : "";
            known.put(
                    attempt,
                    container.map(master -> new Driver(master.toString(), withoutHttp(node), report.getUser())));
        } catch (YarnException goneMeanwhile) {
            // Then there is nothing to learn; the next poll tries again.
        }
    }

    private static boolean hasMaster(ApplicationReport report) {
        return switch (report.getYarnApplicationState()) {
            case RUNNING, FINISHED, FAILED, KILLED -> true;
            case NEW, NEW_SAVING, SUBMITTED, ACCEPTED -> false;
        };
    }

    private static boolean isRunning(ApplicationReport report) {
        return report.getYarnApplicationState() == YarnApplicationState.RUNNING;
    }

    private static boolean isCurrent(ApplicationAttemptId attempt, ApplicationReport report) {
        return attempt.equals(report.getCurrentApplicationAttemptId());
    }

    /** The attempts that there were, in order; of many the first and the last ones. */
    private static Stream<ApplicationAttemptId> attempts(ApplicationReport report) {
        return Stream.ofNullable(report.getCurrentApplicationAttemptId())
                .flatMap(current -> IntStream.rangeClosed(1, current.getAttemptId())
                        .filter(number -> number <= KnownDrivers.FIRST
                                || number > current.getAttemptId() - KnownDrivers.MOST + KnownDrivers.FIRST)
                        .mapToObj(number -> ApplicationAttemptId.newInstance(current.getApplicationId(), number)));
    }

    private static String withoutHttp(String address) {
        return address.startsWith("http://") ? address.substring("http://".length()) : address;
    }
}
