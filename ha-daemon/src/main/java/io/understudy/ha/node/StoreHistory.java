package io.understudy.ha.node;

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
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes into {@code history/<epoch>}: {@code "phases":{"elected":"...","fenced":"...","recovered":"...","serving":"..."}},
 * beside what stands there.
 */
public final class StoreHistory implements History {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void complete(FencedStore store, Phases phases, Consumer<WriteOutcome> reply) {
        String path = StorePaths.history(store.term().epoch());
        store.read(List.of(path), read -> {
            Optional<Content> record = read instanceof ReadOutcome.Found<List<StoredNode>> found
                    ? found.value().get(0).content()
                    : Optional.empty();
            if (record.isPresent()) {
                complete(store, path, record.get(), phases, reply);
            } else {
                reply.accept(new WriteOutcome.Unknown("the record could not be read: " + read));
            }
        });
    }

    private static void complete(
            FencedStore store, String path, Content record, Phases phases, Consumer<WriteOutcome> reply) {
        try {
            if (JSON.readTree(record.data()) instanceof ObjectNode fields) {
                fields.set("phases", json(phases));
                store.write(List.of(new WriteOp.Update(path, JSON.writeValueAsBytes(fields), record.version())), reply);
            } else {
                reply.accept(new WriteOutcome.Unknown("the record is no JSON object"));
            }
        } catch (IOException e) {
            reply.accept(new WriteOutcome.Unknown("the record is none: " + e.getMessage()));
        }
    }

    private static JsonNode json(Phases phases) {
        return JSON.createObjectNode()
                .put("elected", phases.elected().toString())
                .put("fenced", phases.fenced().toString())
                .put("recovered", phases.recovered().toString())
                .put("serving", phases.serving().toString());
    }
}
