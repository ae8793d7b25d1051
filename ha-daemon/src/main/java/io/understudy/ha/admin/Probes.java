package io.understudy.ha.admin;

import io.understudy.ha.gateway.Reply;
import io.understudy.ha.gateway.Traffic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The yes-or-no questions of load balancers and supervisors: 200 is yes, 503 is no, with a word why. */
final class Probes {

    private static final String YES = "yes";
    private static final String STUCK = "the node's loop does not tick";
    private static final String CUT_OFF = "no active could be reached for longer than a request may wait";

    private final Standing standing;
    private final StatusReport report;
    private final Traffic traffic;
    private final Duration holdTime;

    /**
     * @param holdTime how long this node holds a request
     */
    Probes(Standing standing, StatusReport report, Traffic traffic, Duration holdTime) {
        this.standing = standing;
        this.report = report;
        this.traffic = traffic;
        this.holdTime = holdTime;
    }

    /** The answer to a path, or empty if it is no probe. */
    Optional<Reply> answer(String path) {
        return switch (path) {
            case "/ha/livez" -> said(standing.isAlive() ? YES : STUCK);
            case "/ha/startupz" -> said(report.role().equals("starting") ? "not in the election yet" : YES);
            case "/ha/readyz" -> said(ready());
            case "/ha/active" -> said(ofRole(report.isServing()));
            case "/ha/leader" -> said(ofRole(report.isServing() || isTakingOver()));
            case "/ha/standby" -> said(standby());
            case "/ha/health" -> said(healthy());
            case "/isActive" ->
                Optional.of(
                        standing.isAlive() && report.isServing()
                                ? text(200, "I am Active!")
                                : text(405, "I am not Active!"));
            default -> Optional.empty();
        };
    }

    /** A node whose loop is stuck is nothing at all, whatever it published last. */
    private String ofRole(boolean yes) {
        return !standing.isAlive() ? STUCK : yes ? YES : report.role();
    }

    private boolean isTakingOver() {
        return standing.status().holdsLock() && Set.of("fencing", "recovering").contains(report.role());
    }

    /** Whether a request that comes now is completed here, elsewhere, or waits with a chance. */
    private String ready() {
        if (!standing.isAlive()) {
            return STUCK;
        }
        String role = report.role();
        if (role.equals("starting") || role.equals("halted")) {
            return role;
        }
        boolean forwards = role.equals("standby") || role.equals("sidelined");
        return forwards && isCutOff() && canTakeRequests().equals(YES) ? CUT_OFF : canTakeRequests();
    }

    private String canTakeRequests() {
        if (traffic.isStopping()) {
            return "this node is stopping";
        }
        return traffic.isHoldFull() ? "no more requests can wait here" : YES;
    }

    private String standby() {
        boolean standby = report.role().equals("standby") && standing.status().ready();
        return ofRole(standby).equals(YES) && isCutOff() ? CUT_OFF : ofRole(standby);
    }

    private String healthy() {
        if (!canTakeRequests().equals(YES)) {
            return canTakeRequests();
        }
        if (standby().equals(YES)) {
            return traffic.withoutActive().isZero() ? YES : "no active can be reached from here";
        }
        return ofRole(report.isServing());
    }

    private boolean isCutOff() {
        return traffic.withoutActive().compareTo(holdTime) > 0;
    }

    private static Optional<Reply> said(String verdict) {
        return Optional.of(verdict.equals(YES) ? text(200, YES) : text(503, "no: " + verdict));
    }

    private static Reply text(int status, String text) {
        return new Reply(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8"),
                (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
