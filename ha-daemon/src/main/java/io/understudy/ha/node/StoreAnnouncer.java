package io.understudy.ha.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes {@code active}: {@code {"epoch":7,"node":"n2","addresses":{"http":"..."},"since":"2026-01-01T00:00:00Z"}}.
 * There is no such znode while nobody serves: the fence removes the one that a dead node left.
 */
public final class StoreAnnouncer implements Announcer {

    /** Nobody writes it a second time. */
    private static final int AS_CREATED = 0;

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
        store.write(List.of(new WriteOp.Create(StorePaths.ACTIVE, toJson(store.term(), clock.instant()))), reply);
    }

    @Override
    public void clear(FencedStore store, Consumer<WriteOutcome> reply) {
        store.write(List.of(new WriteOp.Delete(StorePaths.ACTIVE, AS_CREATED)), reply);
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
