package io.understudy.ha;

import io.understudy.ha.election.CommandedElection;
import io.understudy.ha.node.NodeStatus;
import java.util.function.Consumer;

/**
 * A node on its way into office by command: waits until it is a standby, commands it once, and tells what became of that.
 * On one loop.
 */
final class Ascent {

    private final CommandedElection election;
    private boolean commanded;
    private boolean begun;

    Ascent(CommandedElection election) {
        this.election = election;
    }

    /**
     * Looks at what the node has published.
     *
     * @param end told once it is known
     */
    void look(NodeStatus status, Consumer<CommandEnd> end) {
        switch (status.role()) {
            case "active" -> end.accept(new CommandEnd.Arrived());
            case "fencing", "recovering", "suspended" -> begun = true;
            case "halted" -> end.accept(new CommandEnd.Failed("the daemon stops"));
            default -> {
                if (begun) {
                    end.accept(new CommandEnd.Failed(why(status)));
                } else if (status.role().equals("standby") && !commanded) {
                    commanded = true;
                    election.command();
                }
            }
        }
    }

    private static String why(NodeStatus status) {
        return status.reasons().isEmpty() ? "it is " + status.role() : String.join("; ", status.reasons());
    }
}
