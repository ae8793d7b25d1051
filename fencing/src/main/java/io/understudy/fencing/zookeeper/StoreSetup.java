package io.understudy.fencing.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.StoreState.Absent;
import io.understudy.fencing.StoreState.Refused;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;

/**
 * Creates the store where there is none. Several nodes may do so at once: whoever writes {@code epoch}, which comes
 * last, names the store; the others find it. A store that this node remembers is never created again.
 */
public final class StoreSetup {

    private static final int SECRET_BYTES = 32;

    private final ZooKeeperCalls calls;
    private final StoreAccess access;
    private final StoreCheck check;
    private final InstantSource clock;

    /** @param loop on which replies come */
    public StoreSetup(ZooKeeper zooKeeper, StoreAccess access, StoreLoop loop, InstantSource clock) {
        this.calls = new ZooKeeperCalls(zooKeeper, loop);
        this.access = access;
        this.check = new StoreCheck(zooKeeper, access, loop);
        this.clock = clock;
    }

    /**
     * Checks the store, and creates it if it is absent. The reply is never {@link Absent}. Parts that exist are kept, so
     * that a setup that was cut short can be repeated.
     *
     * @param memory what this node remembers of the store
     * @param candidate this node; a new store has the newest format that it knows
     */
    public void prepare(StoreMemory memory, Candidate candidate, Consumer<StoreState> reply) {
        check.check(memory, candidate, state -> {
            if (state instanceof Absent) {
                Consumer<StoreState> once = new OneReply<>(calls, access.deadline(), StoreCheck.silent(access), reply);
                create(candidate, () -> check.check(memory, candidate, once), once);
            } else {
                reply.accept(state);
            }
        });
    }

    private void create(Candidate candidate, Runnable created, Consumer<StoreState> refused) {
        Iterator<Map.Entry<String, byte[]>> nodes = nodes().entrySet().iterator();
        createAll(nodes, answer -> {
            if (answer != Code.OK) {
                refused.accept(refusal(answer));
            } else {
                createEpoch(candidate, created, refused);
            }
        });
    }

    private void createEpoch(Candidate candidate, Runnable created, Consumer<StoreState> refused) {
        byte[] record =
                RecordJson.bytes(EpochRecord.ofNewStore(UUID.randomUUID(), candidate.format(), clock.instant()));
        calls.create(access.layout().path(StorePaths.EPOCH), record, access.acl(), answer -> {
            if (answer.isOk() || answer.code() == Code.NODEEXISTS) {
                created.run();
            } else {
                refused.accept(refusal(answer.code()));
            }
        });
    }

    /** Creates nodes in a pipeline: ZooKeeper answers in order, so the last answer is the last of all. */
    private void createAll(Iterator<Map.Entry<String, byte[]>> nodes, Consumer<Code> done) {
        Code[] worst = {Code.OK};
        while (nodes.hasNext()) {
            Map.Entry<String, byte[]> node = nodes.next();
            boolean last = !nodes.hasNext();
            calls.create(node.getKey(), node.getValue(), acl(node.getKey()), answer -> {
                if (worst[0] == Code.OK && !isThere(node.getKey(), answer.code())) {
                    worst[0] = answer.code();
                }
                if (last) {
                    done.accept(worst[0]);
                }
            });
        }
    }

    /** Who may not create the root or a parent may still find it made by the operator; else what is below it fails. */
    private boolean isThere(String path, Code code) {
        boolean mayBeTheOperators = access.layout().rootAndParents().contains(path);
        return code == Code.OK || code == Code.NODEEXISTS || (code == Code.NOAUTH && mayBeTheOperators);
    }

    private List<ACL> acl(String path) {
        boolean isParent = access.layout().root().startsWith(path + "/");
        return isParent ? access.aclOfParents() : access.acl();
    }

    private Map<String, byte[]> nodes() {
        Map<String, byte[]> nodes = new LinkedHashMap<>();
        access.layout().rootAndParents().forEach(path -> nodes.put(path, new byte[0]));
        Stream.of(
                        Stream.of(StorePaths.HISTORY, StorePaths.MEMBERS, StorePaths.CONTROL, StorePaths.GRAVES),
                        Stream.of(StorePaths.ELECTION, StorePaths.SESSIONS, StorePaths.LOGS),
                        StorePaths.sessionShards().stream(),
                        StorePaths.logShards().stream())
                .flatMap(paths -> paths)
                .forEach(path -> nodes.put(access.layout().path(path), new byte[0]));
        nodes.put(access.layout().path(StorePaths.SECRET), secret());
        nodes.put(access.layout().path(StorePaths.NEXT_ID), "0".getBytes(UTF_8));
        return nodes;
    }

    private static byte[] secret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    private StoreState refusal(Code code) {
        if (code == Code.INVALIDACL) {
            return new Refused(
                    "%s accepted no credential of this node, so %s cannot be created for its creator alone. Set ha.zookeeper.auth or correct the SASL login; if ha.zookeeper.acl is set, correct it."
                            .formatted(access.where(), access.layout().root()));
        }
        if (code == Code.NOAUTH || code == Code.NONODE) {
            return new Refused(
                    "%s does not let this node create %s or what belongs into it. Correct ha.zookeeper.auth or the SASL login, or have it created by somebody who may, with an access control list that gives this node all rights."
                            .formatted(access.where(), access.layout().root()));
        }
        return StoreCheck.silent(access);
    }
}
