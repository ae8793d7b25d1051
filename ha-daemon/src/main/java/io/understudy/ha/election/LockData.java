package io.understudy.ha.election;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stands in the lock and in the breadcrumb, for people and for fencing methods: it proves nothing. The incarnation
 * makes a restarted process differ from its own predecessor.
 *
 * @param addresses such as {@code http} and {@code rpc}
 */
public record LockData(String node, Map<String, String> addresses, String incarnation) {

    public LockData {
        addresses = Map.copyOf(addresses);
    }

    /** As it stands in the lock. */
    public byte[] toJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("node", node);
        fields.put("addresses", addresses);
        fields.put("incarnation", incarnation);
        try {
            return new ObjectMapper().writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + fields, e);
        }
    }
}
