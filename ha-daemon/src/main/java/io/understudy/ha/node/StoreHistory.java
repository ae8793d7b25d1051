package io.understudy.ha.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.StoredNode.Content;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.ha.fencing.Debt;
import io.understudy.ha.fencing.Debts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes into {@code history/<epoch>}: {@code "phases":{"elected":"...","fenced":"...","recovered":"...","serving":"..."}}
 * and {@code "requests":{"n1":{"held":3,"failed":0},...}}, beside what stands there. Of a term that was lost a grave tells
 * that its process has died. Where there are fencing methods, it also writes whom the term has to fence.
 */
public final class StoreHistory implements History {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As whoever won the term has seen it: the one before ended without a word. */
    private static final String LOST = "lost";

    private static final String DIED = "died";

    private final Optional<Debts> debts;

    /** @param debts what a term owes; empty where there are no fencing methods */
    public StoreHistory(Optional<Debts> debts) {
        this.debts = debts;
    }

    @Override
    public void complete(FencedStore store, Account account, Consumer<WriteOutcome> reply) {
        String path = StorePaths.history(store.term().epoch());
        store.read(List.of(path), read -> {
            Optional<Content> record = read instanceof ReadOutcome.Found<List<StoredNode>> found
                    ? found.value().get(0).content()
                    : Optional.empty();
            if (record.isPresent()) {
                complete(store, path, record.get(), account, reply);
            } else {
                reply.accept(new WriteOutcome.Unknown("the record could not be read: " + read));
            }
        });
    }

    private void complete(
            FencedStore store, String path, Content record, Account account, Consumer<WriteOutcome> reply) {
        Optional<ObjectNode> fields = fields(record);
        if (fields.isEmpty()) {
            reply.accept(new WriteOutcome.Unknown("the record is no JSON object"));
            return;
        }
        fields.get().set("phases", json(account.phases()));
        if (!account.tolls().isEmpty()) {
            fields.get().set("requests", json(account.tolls()));
        }
        Runnable write = () -> write(store, path, fields.get(), record.version(), reply);
        if (fields.get().has(Debt.FIELD)) {
            // What it owes was added up already: a grave may be that of a fencing method now, which tells no cause.
            write.run();
        } else {
            lookForGrave(store, fields.get(), () -> addDebts(store, fields.get(), reply, write));
        }
    }

    private static void lookForGrave(FencedStore store, ObjectNode fields, Runnable then) {
        JsonNode lost = fields.path("from").path("incarnation");
        if (!fields.path("cause").asText().equals(LOST) || !lost.isTextual()) {
            then.run();
            return;
        }
        store.read(List.of(StorePaths.grave(lost.asText())), read -> {
            if (read instanceof ReadOutcome.Found<List<StoredNode>> found
                    && found.value().get(0).content().isPresent()) {
                fields.put("cause", DIED);
            }
            then.run();
        });
    }

    private void addDebts(FencedStore store, ObjectNode fields, Consumer<WriteOutcome> reply, Runnable then) {
        if (debts.isEmpty()) {
            then.run();
            return;
        }
        debts.get().reckon(store, fields, reckoned -> {
            if (reckoned.isPresent()) {
                fields.set(Debt.FIELD, Debt.write(reckoned.get()));
                then.run();
            } else {
                reply.accept(new WriteOutcome.Unknown("the records of the terms before could not be read"));
            }
        });
    }

    private static Optional<ObjectNode> fields(Content record) {
        try {
            return JSON.readTree(record.data()) instanceof ObjectNode fields ? Optional.of(fields) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static void write(
            FencedStore store, String path, ObjectNode fields, int version, Consumer<WriteOutcome> reply) {
        try {
            store.write(List.of(new WriteOp.Update(path, JSON.writeValueAsBytes(fields), version)), reply);
        } catch (JsonProcessingException e) {
            reply.accept(new WriteOutcome.Unknown("the record cannot be written: " + e.getMessage()));
        }
    }

    private static JsonNode json(Map<String, Toll> tolls) {
        ObjectNode json = JSON.createObjectNode();
        new TreeMap<>(tolls)
                .forEach((node, toll) ->
                        json.putObject(node).put("held", toll.held()).put("failed", toll.failed()));
        return json;
    }

    private static JsonNode json(Phases phases) {
        return JSON.createObjectNode()
                .put("elected", phases.elected().toString())
                .put("fenced", phases.fenced().toString())
                .put("recovered", phases.recovered().toString())
                .put("serving", phases.serving().toString());
    }
}
