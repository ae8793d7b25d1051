package io.understudy.session.store;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.session.SessionId;
import io.understudy.session.service.SessionStore.Failed;
import io.understudy.session.service.SessionStore.Kept;
import io.understudy.session.service.SessionStore.Loaded;
import io.understudy.session.service.SessionStore.Loading;
import io.understudy.session.service.SessionStore.SetAside;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One reading of all sessions: the names in every shard, then what stands under them, shard by shard. Works on the
 * executor; what it gathers belongs to it.
 */
final class Recovery {

    private static final Pattern NAME = Pattern.compile("[0-9]{10}");

    private final FencedStore store;
    private final Executor executor;
    private final Consumer<Loading> reply;
    private final List<Kept> records = new ArrayList<>();
    private final List<SetAside> setAside = new ArrayList<>();
    private int open = StorePaths.SHARDS;
    private boolean failed;

    Recovery(FencedStore store, Executor executor, Consumer<Loading> reply) {
        this.store = store;
        this.executor = executor;
        this.reply = reply;
    }

    void begin() {
        for (String shard : StorePaths.sessionShards()) {
            store.children(shard, outcome -> executor.execute(() -> listed(shard, outcome)));
        }
    }

    private void listed(String shard, ReadOutcome<List<String>> outcome) {
        if (outcome instanceof ReadOutcome.Found<List<String>> found) {
            List<String> paths = found.value().stream()
                    .filter(name -> NAME.matcher(name).matches())
                    .map(name -> shard + "/" + name)
                    .toList();
            if (paths.isEmpty()) {
                close();
            } else {
                store.read(paths, read -> executor.execute(() -> read(read)));
            }
        } else if (outcome instanceof ReadOutcome.Failed<List<String>> failure) {
            fail(failure.why());
        }
    }

    private void read(ReadOutcome<List<StoredNode>> outcome) {
        if (outcome instanceof ReadOutcome.Found<List<StoredNode>> found) {
            found.value().forEach(this::take);
            close();
        } else if (outcome instanceof ReadOutcome.Failed<List<StoredNode>> failure) {
            fail(failure.why());
        }
    }

    private void take(StoredNode node) {
        String name = node.path().substring(node.path().lastIndexOf('/') + 1);
        Optional<SessionId> id = SessionId.parse(name);
        if (id.isEmpty()) {
            return;
        }
        if (node.content().isEmpty()) {
            setAside.add(new SetAside(id.get(), "ZooKeeper did not give it", Optional.empty(), Optional.empty()));
            return;
        }
        StoredNode.Content content = node.content().get();
        try {
            records.add(new Kept(RecordCodec.read(id.get(), content.data()), content.version(), content.modified()));
        } catch (UnreadableRecord e) {
            setAside.add(RecordCodec.setAside(id.get(), content.data(), e.why()));
        }
    }

    private void close() {
        open--;
        if (open == 0 && !failed) {
            reply.accept(new Loaded(records, setAside));
        }
    }

    private void fail(String why) {
        if (!failed) {
            failed = true;
            reply.accept(new Failed(why));
        }
    }
}
