package io.understudy.ha.fencing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.understudy.fencing.Epoch;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a term owes when it begins to serve: the fencing of whoever was lost when it came, and what the terms before have
 * left. A term says what it owes in the write that says that it serves; so a record that tells of the one and not of the
 * other was written without methods, and nothing older is looked for.
 *
 * @param self this node: it never fences itself
 */
public record Debts(String self) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Adds it up, from the records of the terms.
     *
     * @param record of the term in office
     * @param reply called once, on a thread of the store; empty if a record could not be read
     */
    public void reckon(FencedStore store, JsonNode record, Consumer<Optional<List<Debt>>> reply) {
        walk(store, store.term().epoch(), record, new LinkedHashMap<>(), reply);
    }

    /** One process is fenced once, whichever of its terms was lost. */
    private void walk(
            FencedStore store,
            Epoch epoch,
            JsonNode record,
            Map<String, Debt> found,
            Consumer<Optional<List<Debt>>> reply) {
        lost(record).ifPresent(debt -> found.putIfAbsent(debt.incarnation(), debt));
        if (epoch.number() <= 1) {
            reply.accept(Optional.of(judged(found)));
            return;
        }
        Epoch before = new Epoch(epoch.number() - 1);
        store.read(List.of(StorePaths.history(before)), read -> {
            if (!(read instanceof ReadOutcome.Found<List<StoredNode>> node)) {
                reply.accept(Optional.empty());
                return;
            }
            JsonNode older = json(node.value().get(0));
            if (older.isMissingNode() || older.has("phases")) {
                Debt.read(older).stream()
                        .filter(Debt::isOwed)
                        .forEach(debt -> found.putIfAbsent(debt.incarnation(), debt));
                reply.accept(Optional.of(judged(found)));
            } else {
                walk(store, before, older, found, reply);
            }
        });
    }

    private List<Debt> judged(Map<String, Debt> found) {
        return found.values().stream()
                .map(debt -> debt.node().equals(self) ? debt.dropped("it is the node that took over") : debt)
                .toList();
    }

    /** Whoever ended without a word while it served. */
    private static Optional<Debt> lost(JsonNode record) {
        String cause = record.path("cause").asText();
        JsonNode from = record.path("from");
        boolean unplanned = cause.equals("lost") || cause.equals("died");
        return unplanned
                        && from.path("node").isTextual()
                        && from.path("incarnation").isTextual()
                ? Optional.of(Debt.of(
                        from.path("node").asText(),
                        from.path("incarnation").asText(),
                        new Epoch(from.path("epoch").asLong())))
                : Optional.empty();
    }

    private static JsonNode json(StoredNode node) {
        try {
            return node.content().isPresent()
                    ? JSON.readTree(node.content().get().data())
                    : MissingNode.getInstance();
        } catch (IOException none) {
            return MissingNode.getInstance();
        }
    }
}
