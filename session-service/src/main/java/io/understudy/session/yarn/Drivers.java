package io.understudy.session.yarn;

import io.understudy.session.ApplicationReport.Driver;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.YarnException;

/**
 * Where the ApplicationMasters run. YARN's reports do not say, and after the end hardly anybody does: so each new attempt
 * is asked for once and remembered. Any thread.
 */
final class Drivers {

    /** New attempts asked for in one poll; those that are left over come with the next ones. */
    private static final int AT_ONCE = 200;

    private final ResourceManager resourceManager;
    private final Map<ApplicationAttemptId, Driver> known = new ConcurrentHashMap<>();

    Drivers(ResourceManager resourceManager) {
        this.resourceManager = resourceManager;
    }

    /** What is known of one application's current attempt. */
    Optional<Driver> of(ApplicationReport report) {
        return attempt(report).flatMap(attempt -> Optional.ofNullable(known.get(attempt)));
    }

    /** Asks for one application. */
    void learn(ApplicationReport report) throws IOException {
        if (attempt(report).isPresent() && of(report).isEmpty() && hasMaster(report)) {
            ask(report);
        }
    }

    /** Asks for the new ones among all applications, the running ones first, and forgets those that are not there. */
    void learnAll(List<ApplicationReport> all) throws IOException {
        Set<ApplicationAttemptId> current =
                all.stream().flatMap(report -> attempt(report).stream()).collect(Collectors.toSet());
        known.keySet().retainAll(current);
        List<ApplicationReport> unknown = all.stream()
                .filter(report -> attempt(report).isPresent() && of(report).isEmpty() && hasMaster(report))
                .sorted(Comparator.comparing(report -> !isRunning(report)))
                .limit(AT_ONCE)
                .toList();
        for (ApplicationReport report : unknown) {
            ask(report);
        }
    }

    private void ask(ApplicationReport report) throws IOException {
        ApplicationAttemptId attempt = report.getCurrentApplicationAttemptId();
        try {
            Optional<ContainerId> container = resourceManager.masterContainer(attempt);
            if (container.isEmpty()) {
                return;
            }
            String node = isRunning(report)
                    ? resourceManager.nodeWebAddress(container.get()).orElse("")
                    : "";
            known.put(attempt, new Driver(container.get().toString(), withoutScheme(node), report.getUser()));
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

    private static Optional<ApplicationAttemptId> attempt(ApplicationReport report) {
        return Optional.ofNullable(report.getCurrentApplicationAttemptId());
    }

    private static String withoutScheme(String address) {
        int end = address.indexOf("://");
        return end < 0 ? address : address.substring(end + 3);
    }
}
