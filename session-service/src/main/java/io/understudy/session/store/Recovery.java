package io.understudy.session.store;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.session.SessionId;
import io.understudy.session.service.SessionStore.Failed;
import io.understudy.session.service.SessionStore.Loaded;
import io.understudy.session.service.SessionStore.Loading;
import io.understudy.session.service.SessionStore.Recovered;
import io.understudy.session.service.SessionStore.SetAside;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One reading of all sessions: the names in every shard, then what stands under them, a part at a time with a few parts
 * under way. What was read is handed on at once. Works on the executor; its state belongs to it.
 */
final class Recovery {

    /** Large enough that the reads in it fill the connection, small enough to be handed on while others are read. */
    private static final int PART = 4096;

    private static final int PARTS_AT_ONCE = 4;
    private static final int NAME_LENGTH = 10;

    private final FencedStore store;
    private final Executor executor;
    private final Consumer<List<Recovered>> pieces;
    private final Consumer<Loading> reply;
    private final List<String> paths = new ArrayList<>();
    private int unlisted = StorePaths.SHARDS;
    private int next;
    private int underWay;
    private boolean failed;

    Recovery(FencedStore store, Executor executor, Consumer<List<Recovered>> pieces, Consumer<Loading> reply) {
        this.store = store;
        this.executor = executor;
        this.pieces = pieces;
        this.reply = reply;
    }

    void begin() {
        for (String shard : StorePaths.sessionShards()) {
            store.children(shard, outcome -> executor.execute(() -> listed(shard, outcome)));
        }
    }

    private void listed(String shard, ReadOutcome<List<String>> outcome) {
        if (outcome instanceof ReadOutcome.Failed<List<String>> failure) {
            fail(failure.why());
        } else if (outcome instanceof ReadOutcome.Found<List<String>> found) {
            found.value().stream()
                    .filter(Recovery::isRecord)
                    .map(name -> shard + "/" + name)
                    .forEach(paths::add);
            unlisted--;
        }
        if (unlisted == 0) {
            pump();
        }
    }

    private void pump() {
        while (!failed && underWay < PARTS_AT_ONCE && next < paths.size()) {
            List<String> part = paths.subList(next, Math.min(paths.size(), next + PART));
            next += part.size();
            underWay++;
            store.read(part, outcome -> executor.execute(() -> read(outcome)));
        }
        if (!failed && underWay == 0) {
            reply.accept(new Loaded());
        }
    }

    private void read(ReadOutcome<List<StoredNode>> outcome) {
        underWay--;
        if (outcome instanceof ReadOutcome.Failed<List<StoredNode>> failure) {
            fail(failure.why());
        } else if (outcome instanceof ReadOutcome.Found<List<StoredNode>> found) {
            pieces.accept(found.value().stream().map(Recovery::recovered).toList());
            pump();
        }
    }

    private static Recovered recovered(StoredNode node) {
        SessionId id = new SessionId(Integer.parseInt(name(node.path())));
        return node.content()
                .map(content -> RecordCodec.recover(node.path(), id, content))
                .orElseGet(() -> unread(node, id));
    }

    private static SetAside unread(StoredNode node, SessionId id) {
        String why = node.unread().orElse("it was removed while the store was read");
        return new SetAside(node.path(), id, why, Optional.empty(), Optional.empty());
    }

    private static String name(String path) {
        return path.substring(path.length() - NAME_LENGTH);
    }

    /** Ten digits that are an id. What else stands there is none of ours. */
    private static boolean isRecord(String name) {
        return name.length() == NAME_LENGTH
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.parseLong(name) <= Integer.MAX_VALUE;
    }

    private void fail(String why) {
        if (!failed) {
            failed = true;
            reply.accept(new Failed(why));
        }
    }
}
