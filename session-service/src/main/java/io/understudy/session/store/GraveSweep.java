package io.understudy.session.store;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Removes graves that are older than anybody's doubt, in one write of a bounded number. */
record GraveSweep(FencedStore store, Instant before, Consumer<Integer> reply) {

    private static final int MOST = 1_000;

    void begin() {
        store.children(StorePaths.GRAVES, listed -> {
            if (listed instanceof ReadOutcome.Found<List<String>> names
                    && !names.value().isEmpty()) {
                List<String> paths = names.value().stream()
                        .limit(MOST)
                        .map(StorePaths::grave)
                        .toList();
                store.read(paths, this::read);
            } else {
                reply.accept(0);
            }
        });
    }

    private void read(ReadOutcome<List<StoredNode>> read) {
        List<WriteOp> old = read instanceof ReadOutcome.Found<List<StoredNode>> found
                ? found.value().stream().flatMap(this::removal).toList()
                : List.of();
        if (old.isEmpty()) {
            reply.accept(0);
        } else {
            store.write(old, outcome -> reply.accept(outcome instanceof WriteOutcome.Written ? old.size() : 0));
        }
    }

    private Stream<WriteOp> removal(StoredNode grave) {
        return grave.content().stream()
                .filter(content -> content.modified().isBefore(before))
                .map(content -> new WriteOp.Delete(grave.path(), content.version()));
    }
}
