package io.understudy.ha.admin;

import io.understudy.ha.gateway.Reply;
import io.understudy.ha.gateway.Traffic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The yes-or-no questions of load balancers and supervisors: 200 is yes, 503 is no, with a word why. */
final class Probes {

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
        String role = report.role();
        boolean serving = report.isServing();
        boolean readyStandby = role.equals("standby") && standing.status().ready();
        return switch (path) {
            case "/ha/livez" -> yesOrNo(standing.isAlive(), "the node's loop does not tick");
            case "/ha/startupz" -> yesOrNo(!role.equals("starting"), "the node has not joined the election yet");
            case "/ha/readyz" -> Optional.of(ready());
            case "/ha/active" -> yesOrNo(serving, role);
            case "/ha/leader" -> yesOrNo(standing.status().holdsLock(), role);
            case "/ha/standby" -> yesOrNo(readyStandby, role);
            case "/ha/health" -> yesOrNo(serving || readyStandby, role);
            case "/isActive" -> Optional.of(serving ? text(200, "I am Active!") : text(405, "I am not Active!"));
            default -> Optional.empty();
        };
    }

    private Reply ready() {
        if (traffic.isStopping()) {
            return no("this node is stopping");
        }
        if (traffic.isHoldFull()) {
            return no("no more requests can wait here");
        }
        return traffic.withoutActive().compareTo(holdTime) > 0
                ? no("no active could be reached for longer than a request may wait")
                : text(200, "yes");
    }

    private static Optional<Reply> yesOrNo(boolean yes, String why) {
        return Optional.of(yes ? text(200, "yes") : no(why));
    }

    private static Reply no(String why) {
        return text(503, "no: " + why);
    }

    private static Reply text(int status, String text) {
        return new Reply(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8"),
                (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
