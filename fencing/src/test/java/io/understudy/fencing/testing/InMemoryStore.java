package io.understudy.fencing.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.FormatRequest;
import io.understudy.fencing.IdBlock;
import io.understudy.fencing.StoreFormat;
import io.understudy.fencing.StoreIdentity;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.StoredNode.Content;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.fencing.WriteOutcome.Cause;
import io.understudy.fencing.WriteOutcome.Conflict;
import io.understudy.fencing.WriteOutcome.Deposed;
import io.understudy.fencing.WriteOutcome.Written;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that keeps ZooKeeper's rules: versions, parents, transactions, one epoch. Several terms can be
 * opened on it, of which only the latest writes. Any thread may call.
 */
public final class InMemoryStore {

    private static final int ID_BLOCK = 1000;

    private final StoreIdentity identity;
    private final InstantSource clock;
    private TreeMap<String, Content> nodes = new TreeMap<>();
    private Epoch epoch = Epoch.NONE;
    private int nextSession = 1;
    private int format = StoreFormat.NEWEST;
    private Optional<FormatRequest> request = Optional.empty();

    public InMemoryStore(StoreIdentity identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
        Stream.of(StorePaths.HISTORY, StorePaths.MEMBERS, StorePaths.CONTROL, StorePaths.GRAVES)
                .forEach(this::makeParent);
        makeParent(StorePaths.SESSIONS);
        makeParent(StorePaths.LOGS);
        StorePaths.sessionShards().forEach(this::makeParent);
        StorePaths.logShards().forEach(this::makeParent);
        create(StorePaths.NEXT_ID, "0".getBytes(UTF_8));
    }

    /** A new store by the system's clock. */
    public static InMemoryStore create() {
        return new InMemoryStore(new StoreIdentity(UUID.randomUUID()), InstantSource.system());
    }

    /** Wins a term for {@code node}, on a session of its own. The term before is deposed. */
    public synchronized Term win(String node) {
        return win(new Candidate(node, UUID.randomUUID().toString(), "yarn"), nextSession++);
    }

    /** Wins a term. The term before is deposed. */
    public synchronized Term win(Candidate candidate, long session) {
        format = request.filter(wish -> wish.isValid(epoch, format, candidate.format()))
                .map(FormatRequest::format)
                .orElse(format);
        epoch = epoch.next();
        int firstId = number(StorePaths.NEXT_ID);
        put(StorePaths.NEXT_ID, Integer.toString(firstId + ID_BLOCK).getBytes(UTF_8));
        create(StorePaths.history(epoch), "{}".getBytes(UTF_8));
        nodes.remove(StorePaths.ACTIVE);
        return new Term(
                identity,
                epoch,
                (int) epoch.number(),
                candidate.node(),
                candidate.incarnation(),
                session,
                clock.instant(),
                new IdBlock(firstId, firstId + ID_BLOCK),
                format);
    }

    /** Leaves a request in place of the one before. */
    public synchronized void leave(FormatRequest wish) {
        request = Optional.of(wish);
    }

    /** What the term in office writes. */
    public synchronized int format() {
        return format;
    }

    /** The store's name. */
    public StoreIdentity identity() {
        return identity;
    }

    /** The epoch in office. */
    public synchronized Epoch epoch() {
        return epoch;
    }

    /** Somebody leaves a grave: those are not fenced. */
    public synchronized void bury(String name, String epitaph) {
        create(StorePaths.grave(name), epitaph.getBytes(UTF_8));
    }

    /** What stands at {@code path}. */
    public synchronized StoredNode read(String path) {
        return new StoredNode(path, Optional.ofNullable(nodes.get(path)), Optional.empty());
    }

    /** Every path that exists, in order. */
    public synchronized List<String> paths() {
        return List.copyOf(nodes.keySet());
    }

    /** Names of the children of {@code path}. */
    public synchronized List<String> children(String path) {
        String prefix = path + "/";
        return nodes.tailMap(prefix).keySet().stream()
                .takeWhile(other -> other.startsWith(prefix))
                .map(other -> other.substring(prefix.length()))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    /** Applies a fenced write of {@code term}, all or nothing. */
    public synchronized WriteOutcome write(Term term, List<WriteOp> ops) {
        if (!term.epoch().equals(epoch)) {
            return new Deposed("another node has raised the epoch");
        }
        // The first operation is refused before anything is applied: only a later one has something to undo.
        TreeMap<String, Content> before = ops.size() > 1 ? new TreeMap<>(nodes) : nodes;
        List<Integer> versions = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            Cause refusal = refusal(ops.get(i));
            if (refusal != null) {
                nodes = before;
                return new Conflict(i, refusal);
            }
            versions.add(apply(ops.get(i)));
        }
        return new Written(versions);
    }

    private @Nullable Cause refusal(WriteOp op) {
        Content node = nodes.get(op.path());
        if (op instanceof WriteOp.Create) {
            boolean orphan = op.path().indexOf('/') >= 0 && !nodes.containsKey(parent(op.path()));
            return node != null ? Cause.NODE_EXISTS : orphan ? Cause.NO_NODE : null;
        }
        if (node == null) {
            return Cause.NO_NODE;
        }
        int version = op instanceof WriteOp.Update update ? update.version() : ((WriteOp.Delete) op).version();
        if (node.version() != version) {
            return Cause.BAD_VERSION;
        }
        return op instanceof WriteOp.Delete && !children(op.path()).isEmpty() ? Cause.OTHER : null;
    }

    private int apply(WriteOp op) {
        if (op instanceof WriteOp.Create create) {
            create(create.path(), create.data());
            return 0;
        }
        if (op instanceof WriteOp.Update update) {
            put(update.path(), update.data());
            return update.version() + 1;
        }
        nodes.remove(op.path());
        return -1;
    }

    private void makeParent(String path) {
        create(path, new byte[0]);
    }

    private void create(String path, byte[] data) {
        Instant now = clock.instant();
        nodes.put(path, new Content(data, 0, now, now));
    }

    private void put(String path, byte[] data) {
        Content node = existing(path);
        nodes.put(path, new Content(data, node.version() + 1, node.created(), clock.instant()));
    }

    private Content existing(String path) {
        return Objects.requireNonNull(nodes.get(path), path);
    }

    private int number(String path) {
        return Integer.parseInt(new String(existing(path).data(), UTF_8));
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
