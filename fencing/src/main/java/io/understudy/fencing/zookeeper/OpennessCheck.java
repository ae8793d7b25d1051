package io.understudy.fencing.zookeeper;

import io.understudy.fencing.StorePaths;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/**
 * Tells whether everybody may touch a store that this node takes for closed: one that was made without credentials, or
 * whose ACL somebody has opened. It looks at the root and at what stands right below it. Reads only.
 */
public final class OpennessCheck {

    private static final List<String> PARTS = List.of(
            StorePaths.EPOCH,
            StorePaths.ACTIVE,
            StorePaths.NEXT_ID,
            StorePaths.SECRET,
            StorePaths.CLOCK,
            StorePaths.SESSIONS,
            StorePaths.LOGS,
            StorePaths.HISTORY,
            StorePaths.MEMBERS,
            StorePaths.CONTROL,
            StorePaths.GRAVES,
            StorePaths.ELECTION);

    /** What is missing or shut even to us is not open. */
    private static final Set<Code> TELLING = EnumSet.of(Code.OK, Code.NONODE, Code.NOAUTH);

    private final ZooKeeperCalls calls;
    private final StoreAccess access;

    /** @param loop on which replies come */
    public OpennessCheck(ZooKeeper zooKeeper, StoreAccess access, StoreLoop loop) {
        this.calls = new ZooKeeperCalls(zooKeeper, loop);
        this.access = access;
    }

    /**
     * Looks once. Any thread may call; replies once, or never if the connection was lost meanwhile.
     *
     * @param reply a sentence for the operator, with the command that closes the store; empty if it is closed or is
     *     meant to be open
     */
    public void check(Consumer<Optional<String>> reply) {
        if (StoreAccess.isOpen(access.acl())) {
            calls.run(() -> reply.accept(Optional.empty()));
            return;
        }
        List<String> paths = new ArrayList<>(List.of(access.layout().root()));
        PARTS.forEach(part -> paths.add(access.layout().path(part)));
        calls.run(() -> look(paths, reply));
    }

    /** In a pipeline: ZooKeeper answers in order, so the last answer is the last of all. */
    private void look(List<String> paths, Consumer<Optional<String>> reply) {
        List<String> open = new ArrayList<>();
        Set<Code> lost = EnumSet.noneOf(Code.class);
        Iterator<String> each = paths.iterator();
        while (each.hasNext()) {
            String path = each.next();
            boolean last = !each.hasNext();
            calls.acl(path, answer -> {
                if (answer.isOk() && StoreAccess.isOpen(answer.orThrow())) {
                    open.add(path);
                }
                if (!TELLING.contains(answer.code())) {
                    lost.add(answer.code());
                }
                if (last && lost.isEmpty()) {
                    reply.accept(open.isEmpty() ? Optional.empty() : Optional.of(sentence(open)));
                }
            });
        }
    }

    private String sentence(List<String> open) {
        return "The store in %s is open to everybody at %s, though this node's configuration closes it. Close it with ZooKeeper's zkCli.sh, as the user that the nodes have (addauth digest, or its SASL login): setAcl -R %s auth::cdrwa"
                .formatted(
                        access.where(), String.join(", ", open), access.layout().root());
    }
}
