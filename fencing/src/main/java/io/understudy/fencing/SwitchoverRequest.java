package io.understudy.fencing;

import java.util.Optional;

/**
 * A request that another node serve. Void in any epoch but the one that it names.
 *
 * @param epoch out of which it leads
 * @param to the node that shall serve next; anybody if empty
 * @param accepted whether the active of that epoch has taken it up
 * @param by who asked for it, if that is known
 * @param reason why, in the words of who asked
 */
public record SwitchoverRequest(
        Epoch epoch, Optional<String> to, boolean accepted, Optional<String> by, Optional<String> reason) {

    /** Its name under {@link StorePaths#CONTROL}. */
    public static final String NAME = "switchover";

    /** Whether a node may take over by it from an epoch. */
    public boolean lets(String node, Epoch inOffice) {
        return accepted && epoch.equals(inOffice) && to.map(node::equals).orElse(true);
    }
}
