package io.understudy.ha.membership.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.zookeeper.StoreLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records of all terms in memory: reads them on a new session, and each one again that a watch names. On the loop
 * only.
 */
final class HistoryWatch {

    /** So many records are less than half a megabyte. */
    private static final int READ_AT_ONCE = 200;

    private final String parent;
    private final Executor loop;
    private final Consumer<List<String>> listener;
    private final Watcher watcher = this::onWatch;
    private final SortedMap<Long, String> records = new TreeMap<>();
    private @Nullable ZooKeeper session;

    /** @param listener told, on the loop, all records as they stand, the newest term last */
    HistoryWatch(StoreLayout layout, Executor loop, Consumer<List<String>> listener) {
        this.parent = layout.path(StorePaths.HISTORY);
        this.loop = loop;
        this.listener = listener;
    }

    /** Looks with this session from now on; again after each reconnection: what was missed meanwhile is read then. */
    void look(ZooKeeper zooKeeper) {
        session = zooKeeper;
        zooKeeper.addWatch(parent, watcher, AddWatchMode.PERSISTENT_RECURSIVE, (rc, watched, context) -> {}, null);
        zooKeeper.getChildren(
                parent,
                false,
                (rc, path, context, names) -> loop.execute(() -> onNames(zooKeeper, names == null ? List.of() : names)),
                null);
    }

    /** The session is over; what was read is kept. */
    void stop() {
        session = null;
    }

    private void onNames(ZooKeeper zooKeeper, List<String> names) {
        List<Long> epochs = names.stream()
                .filter(name -> name.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .sorted()
                .toList();
        records.keySet().retainAll(epochs);
        tell();
        for (int from = 0; from < epochs.size(); from += READ_AT_ONCE) {
            read(zooKeeper, epochs.subList(from, Math.min(epochs.size(), from + READ_AT_ONCE)));
        }
    }

    private void onWatch(WatchedEvent event) {
        if (event.getType() == EventType.None || event.getPath() == null) {
            return;
        }
        String name = event.getPath().substring(Math.min(event.getPath().length(), parent.length() + 1));
        loop.execute(() -> {
            if (session != null && name.matches("\\d{1,18}")) {
                read(session, List.of(Long.valueOf(name)));
            }
        });
    }

    private void read(ZooKeeper zooKeeper, Collection<Long> epochs) {
        List<Long> asked = List.copyOf(epochs);
        List<Op> reads = new ArrayList<>();
        asked.forEach(epoch -> reads.add(Op.getData(parent + "/" + epoch)));
        zooKeeper.multi(
                reads,
                (rc, path, context, results) -> loop.execute(() -> {
                    if (results != null && zooKeeper == session) {
                        onRecords(asked, results);
                    }
                }),
                null);
    }

    private void onRecords(List<Long> epochs, List<OpResult> results) {
        for (int i = 0; i < epochs.size(); i++) {
            if (results.get(i) instanceof GetDataResult found && found.getData() != null) {
                records.put(epochs.get(i), new String(found.getData(), UTF_8));
            } else {
                records.remove(epochs.get(i));
            }
        }
        tell();
    }

    private void tell() {
        listener.accept(List.copyOf(records.values()));
    }
}
