package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.testing.ClientRequest;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.zookeeper.ZooDefs.OpCode;

/** A role in which a node can be caught, because the answer on which it would go on does not come. */
enum Trap {
    /** Nothing need be withheld: it stays. */
    STANDBY("standby", "Standby", false),
    /** The lock is its own, as it asked to know: the epoch is still to be raised. */
    FENCING_BEFORE_THE_EPOCH("fencing", "Fencing", false),
    /** It has raised the epoch and does not know it. */
    FENCING("fencing", "Fencing", false),
    /** It waits for the sessions' records. */
    RECOVERING("recovering", "Recovering", false),
    /** Nothing need be withheld: it stays. */
    ACTIVE("active", "Active", true),
    /** Its heartbeats arrive, and it does not know it. */
    SUSPENDED("suspended", "Suspended", true),
    /** It has cleared {@code active} and does not know it: the lock is still its own. */
    STEPPING_DOWN("stepping-down", "SteppingDown", true);

    private final String role;
    private final String inTheLog;
    private final boolean ofTheActive;

    Trap(String role, String inTheLog, boolean ofTheActive) {
        this.role = role;
        this.inTheLog = inTheLog;
        this.ofTheActive = ofTheActive;
    }

    /** As {@code /ha/status} names it. */
    String role() {
        return role;
    }

    /** As a daemon's log names it. */
    String inTheLog() {
        return inTheLog;
    }

    /** The node to be caught. */
    String victim(Stage stage) {
        String active = stage.active();
        return ofTheActive ? active : stage.others(active).get(0);
    }

    /** Whether there is an answer to withhold. */
    boolean withholds() {
        return this != STANDBY && this != ACTIVE;
    }

    /** Whether this is the request whose answer is withheld. */
    Predicate<ClientRequest> bait(StoreLayout layout) {
        return switch (this) {
            case FENCING_BEFORE_THE_EPOCH -> request -> request.doesOnly(OpCode.exists, layout.lock());
            case FENCING -> request -> request.does(OpCode.setData, layout.path(StorePaths.EPOCH));
            case RECOVERING -> request -> request.doesBelow(OpCode.getData, layout.path(StorePaths.SESSIONS));
            case SUSPENDED -> request -> request.doesOnly(OpCode.check, layout.path(StorePaths.EPOCH));
            case STEPPING_DOWN -> request -> request.does(OpCode.delete, layout.path(StorePaths.ACTIVE));
            case STANDBY, ACTIVE -> request -> false;
        };
    }

    /** Makes the victim go where it will be caught. */
    void spring(Stage stage, String victim) {
        if (this == STEPPING_DOWN) {
            request(stage, victim, "{}");
        } else if (!ofTheActive && withholds()) {
            request(stage, victim, "{\"to\":\"" + victim + "\"}");
        }
    }

    private static void request(Stage stage, String asked, String body) {
        try {
            NodeClient.Answer answer = stage.client(asked).post("/ha/switchover", body, Map.of());
            assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
