package io.understudy.ha.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.ha.gateway.Caller;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.session.audit.AuditLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What load balancers and supervisors are told, cell by cell. */
final class HealthTableTest {

    private static final Duration HOLD = Duration.ofSeconds(20);

    private static final List<String> PROBES =
            List.of("livez", "startupz", "readyz", "active", "leader", "standby", "health");

    /** The state by its name, and what the probes say, in that order. */
    private static final String TABLE = """
            starting                                | 200 503 503 503 503 503 503
            standby, active reachable               | 200 200 200 503 503 200 200
            standby, no active, within the hold     | 200 200 200 503 503 200 503
            standby, no active, longer              | 200 200 503 503 503 503 503
            standby, not ready                      | 200 200 200 503 503 503 503
            sidelined, active reachable             | 200 200 200 503 503 503 503
            sidelined, no active, within the hold   | 200 200 200 503 503 503 503
            sidelined, no active, longer            | 200 200 503 503 503 503 503
            fencing                                 | 200 200 200 503 200 503 503
            fencing, no active, longer              | 200 200 200 503 200 503 503
            recovering                              | 200 200 200 503 200 503 503
            recovering, no active, longer           | 200 200 200 503 200 503 503
            active                                  | 200 200 200 200 200 503 200
            active, gate shut                       | 200 200 200 503 503 503 503
            suspended                               | 200 200 200 503 503 503 503
            suspended, no active, longer            | 200 200 200 503 503 503 503
            stepping-down, with the lock            | 200 200 200 503 503 503 503
            stepping-down                           | 200 200 200 503 503 503 503
            stepping-down, no active, longer        | 200 200 200 503 503 503 503
            standby, hold full                      | 200 200 503 503 503 200 503
            active, hold full                       | 200 200 503 200 200 503 503
            recovering, hold full                   | 200 200 503 503 200 503 503
            suspended, hold full                    | 200 200 503 503 503 503 503
            standby, stopping                       | 200 200 503 503 503 200 503
            active, stopping                        | 200 200 503 200 200 503 503
            stepping-down, stopping                 | 200 200 503 503 503 503 503
            halted                                  | 200 200 503 503 503 503 503
            standby, loop stuck                     | 503 200 503 503 503 503 503
            sidelined, loop stuck                   | 503 200 503 503 503 503 503
            fencing, loop stuck                     | 503 200 503 503 503 503 503
            recovering, loop stuck                  | 503 200 503 503 503 503 503
            active, loop stuck                      | 503 200 503 503 503 503 503
            suspended, loop stuck                   | 503 200 503 503 503 503 503
            stepping-down, loop stuck               | 503 200 503 503 503 503 503
            """;

    @TestFactory
    Stream<DynamicTest> everyCell() {
        List<DynamicTest> cells = new ArrayList<>();
        for (String row : TABLE.lines().toList()) {
            String state = row.substring(0, row.indexOf('|')).strip();
            String[] expected = row.substring(row.indexOf('|') + 1).strip().split(" ", -1);
            assertThat(expected).as(row).hasSize(PROBES.size());
            for (int i = 0; i < expected.length; i++) {
                String probe = PROBES.get(i);
                int status = Integer.parseInt(expected[i]);
                cells.add(DynamicTest.dynamicTest(
                        state + ": " + probe,
                        () -> assertThat(ask(in(state), "/ha/" + probe).status())
                                .isEqualTo(status)));
            }
        }
        return cells.stream();
    }

    @TestFactory
    Stream<DynamicTest> yarnsWayIsThatOfActive() {
        return TABLE.lines()
                .map(row -> row.substring(0, row.indexOf('|')).strip())
                .map(state -> DynamicTest.dynamicTest(state, () -> {
                    PlayedNode node = in(state);
                    int active = ask(node, "/ha/active").status();
                    assertThat(ask(node, "/isActive").status()).isEqualTo(active == 200 ? 200 : 405);
                }));
    }

    private static PlayedNode in(String state) {
        List<String> words = Arrays.asList(state.split(", ", -1));
        String role = words.get(0);
        PlayedNode node = new PlayedNode();
        node.role = role;
        node.gateOpen = role.equals("active") && !words.contains("gate shut");
        node.holdsLock = List.of("fencing", "recovering", "active", "suspended").contains(role)
                || words.contains("with the lock");
        node.ready = List.of("standby", "active", "suspended").contains(role) && !words.contains("not ready");
        node.withoutActive =
                words.contains("longer") ? HOLD.plusMillis(1) : words.contains("no active") ? HOLD : Duration.ZERO;
        node.holdFull = words.contains("hold full");
        node.stopping = words.contains("stopping");
        node.alive = !words.contains("loop stuck");
        return node;
    }

    private static Reply ask(PlayedNode node, String path) {
        List<Reply> replies = new ArrayList<>();
        new Administration(
                        PlayedNode.IDENTITY,
                        node,
                        node,
                        node,
                        order -> Optional.empty(),
                        AuditLog.NONE,
                        PlayedNode.NO_LEVELS,
                        HOLD,
                        PlayedNode.SILENT)
                .handle(
                        new EdgeRequest("GET", path, "", Map.of(), new byte[0], Caller.NOBODY, Optional.empty()),
                        replies::add);
        return replies.get(0);
    }
}
