package io.understudy.session.transfer;

import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StoreReading;
import io.understudy.fencing.StoredNode;
import java.util.List;
import java.util.Optional;

/** Reads and waits for the answer. */
final class StoreReader {

    private final StoreReading reading;
    private final String where;

    /** @param where as messages name the place */
    StoreReader(StoreReading reading, String where) {
        this.reading = reading;
        this.where = where;
    }

    String where() {
        return where;
    }

    /** Names of the children of {@code path}; none if it does not exist. */
    List<String> children(String path) throws TransferFailure {
        return found(Await.reply(reply -> reading.children(path, reply)));
    }

    /** The nodes at {@code paths}, in their order. */
    List<StoredNode> nodes(List<String> paths) throws TransferFailure {
        return found(Await.reply(reply -> reading.read(paths, reply)));
    }

    /**
     * What stands at {@code path}; empty if there is no such node.
     *
     * @throws TransferFailure also if it is there and cannot be read
     */
    Optional<StoredNode.Content> content(String path) throws TransferFailure {
        StoredNode node = nodes(List.of(path)).get(0);
        if (node.unread().isPresent()) {
            throw TransferFailure.refused("%s in %s cannot be read: %s"
                    .formatted(path, where(), node.unread().get()));
        }
        return node.content();
    }

    private <T> T found(ReadOutcome<T> outcome) throws TransferFailure {
        if (outcome instanceof ReadOutcome.Found<T> found) {
            return found.value();
        }
        throw TransferFailure.unreachable(
                "%s could not be read: %s. See whether ZooKeeper is up and reachable from here"
                        .formatted(where, ((ReadOutcome.Failed<T>) outcome).why()));
    }
}
