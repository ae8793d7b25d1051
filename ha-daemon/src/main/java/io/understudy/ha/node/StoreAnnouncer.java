package io.understudy.ha.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes {@code active}: {@code {"epoch":7,"node":"n2","addresses":{"http":"..."},"since":"2026-01-01T00:00:00Z"}}.
 * There is no such znode while nobody serves in good order; one that a dead node left is replaced by the next one.
 */
public final class StoreAnnouncer implements Announcer {

    private static final ObjectWriter JSON = new ObjectMapper().writer();

    private final Map<String, String> addresses;
    private final InstantSource clock;

    /** @param addresses of this node, such as {@code http} */
    public StoreAnnouncer(Map<String, String> addresses, InstantSource clock) {
        this.addresses = Map.copyOf(addresses);
        this.clock = clock;
    }

    @Override
    public void announce(FencedStore store, Consumer<WriteOutcome> reply) {
        byte[] data = toJson(store.term(), clock.instant());
        replace(
                store,
                old -> List.of(old.<WriteOp>map(there -> new WriteOp.Update(StorePaths.ACTIVE, data, there.version()))
                        .orElseGet(() -> new WriteOp.Create(StorePaths.ACTIVE, data))),
                reply);
    }

    @Override
    public void clear(FencedStore store, Consumer<WriteOutcome> reply) {
        replace(
                store,
                old -> old.<WriteOp>map(there -> new WriteOp.Delete(StorePaths.ACTIVE, there.version())).stream()
                        .toList(),
                reply);
    }

    /** Nobody else writes here while the term is in office: what was read holds until it is written. */
    private static void replace(
            FencedStore store,
            Function<Optional<StoredNode.Content>, List<WriteOp>> ops,
            Consumer<WriteOutcome> reply) {
        store.read(List.of(StorePaths.ACTIVE), read -> {
            if (read instanceof ReadOutcome.Found<List<StoredNode>> found) {
                store.write(ops.apply(found.value().get(0).content()), reply);
            } else {
                reply.accept(new WriteOutcome.Unknown("who served before could not be read: " + read));
            }
        });
    }

    private byte[] toJson(Term term, Instant since) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epoch", term.epoch().number());
        fields.put("node", term.node());
        fields.put("addresses", addresses);
        fields.put("since", since.toString());
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + fields, e);
        }
    }
}
