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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One reading of all sessions: the names in every shard, then what stands under them, a few shards at a time. What was
 * read is handed on at once. Works on the executor; its state belongs to it.
 */
final class Recovery {

    private static final int SHARDS_AT_ONCE = 4;
    private static final int NAME_LENGTH = 10;

    private final FencedStore store;
    private final Executor executor;
    private final Consumer<List<Recovered>> pieces;
    private final Consumer<Loading> reply;
    private final Queue<String> waiting = new ArrayDeque<>(StorePaths.sessionShards());
    private int underWay;
    private boolean failed;

    Recovery(FencedStore store, Executor executor, Consumer<List<Recovered>> pieces, Consumer<Loading> reply) {
        this.store = store;
        this.executor = executor;
        this.pieces = pieces;
        this.reply = reply;
    }

    void begin() {
        executor.execute(() -> {
            for (int i = 0; i < SHARDS_AT_ONCE; i++) {
                next();
            }
        });
    }

    private void next() {
        String shard = waiting.poll();
        if (shard != null) {
            underWay++;
            store.children(shard, outcome -> executor.execute(() -> listed(shard, outcome)));
        } else if (underWay == 0 && !failed) {
            reply.accept(new Loaded());
        }
    }

    private void listed(String shard, ReadOutcome<List<String>> outcome) {
        if (outcome instanceof ReadOutcome.Found<List<String>> found) {
            List<String> paths = found.value().stream()
                    .filter(Recovery::isRecord)
                    .map(name -> shard + "/" + name)
                    .toList();
            store.read(paths, read -> executor.execute(() -> read(read)));
        } else if (outcome instanceof ReadOutcome.Failed<List<String>> failure) {
            fail(failure.why());
        }
    }

    private void read(ReadOutcome<List<StoredNode>> outcome) {
        if (outcome instanceof ReadOutcome.Found<List<StoredNode>> found) {
            pieces.accept(found.value().stream().map(Recovery::recovered).toList());
            underWay--;
            next();
        } else if (outcome instanceof ReadOutcome.Failed<List<StoredNode>> failure) {
            fail(failure.why());
        }
    }

    private static Recovered recovered(StoredNode node) {
        SessionId id = new SessionId(Integer.parseInt(name(node.path())));
        return node.content()
                .map(content -> RecordCodec.recover(node.path(), id, content))
                .orElseGet(() ->
                        new SetAside(node.path(), id, "ZooKeeper did not give it", Optional.empty(), Optional.empty()));
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
            waiting.clear();
            reply.accept(new Failed(why));
        }
    }
}
