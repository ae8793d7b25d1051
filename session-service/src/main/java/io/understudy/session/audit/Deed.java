package io.understudy.session.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that somebody did, tried, or was refused.
 *
 * @param user who asked; empty if nobody was authenticated
 * @param method of the request, upper case
 * @param path of the request as it came, without the query, in which anything may stand
 * @param about what it was about, such as the batch: names and values, in this order
 * @param result the status of the answer, or a word if there is none
 */
public record Deed(
        Optional<String> user, Origin origin, String method, String path, Map<String, String> about, String result) {

    private static final int KEY_LENGTH = 8;

    public Deed {
        about = new LinkedHashMap<>(about);
    }

    /** As much of an idempotency key as tells two requests apart: whoever has a whole one could repeat the request. */
    public static String shortened(String key) {
        return key.length() <= KEY_LENGTH ? key : key.substring(0, KEY_LENGTH);
    }

    /** All of it, in the order in which it is written. */
    Map<String, String> facts(String node) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("user", user.orElse("-"));
        facts.put("client", origin.address());
        facts.put("via", origin.node());
        facts.put("node", node);
        facts.put("request", method + " " + path);
        facts.putAll(about);
        facts.put("result", result);
        return facts;
    }
}
