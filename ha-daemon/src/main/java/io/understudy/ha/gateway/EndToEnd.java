package io.understudy.ha.gateway;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** The headers that go on beyond this hop. Repeated headers come out as one, with commas. */
final class EndToEnd {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "content-length");

    private EndToEnd() {}

    /** Those of a client's request, names in lower case; {@code X-HA-*} is for nodes to say and is dropped. */
    static Map<String, String> ofRequest(HttpFields fields) {
        Map<String, String> kept = new HashMap<>();
        collect(fields, field -> {
            if (!field.getLowerCaseName().startsWith("x-ha-")) {
                merge(kept, field.getLowerCaseName(), field);
            }
        });
        return kept;
    }

    /** Those of another node's answer, names as they came. */
    static Map<String, String> ofAnswer(HttpFields fields) {
        Map<String, String> kept = new HashMap<>();
        collect(fields, field -> merge(kept, field.getName(), field));
        return kept;
    }

    private static void collect(HttpFields fields, Consumer<HttpField> keep) {
        Set<String> named = namedInConnection(fields);
        for (HttpField field : fields) {
            String name = field.getLowerCaseName();
            if (!HOP_BY_HOP.contains(name) && !named.contains(name)) {
                keep.accept(field);
            }
        }
    }

    private static void merge(Map<String, String> kept, String name, HttpField field) {
        String value = field.getValue() == null ? "" : field.getValue();
        kept.merge(name, value, (first, second) -> first + ", " + second);
    }

    private static Set<String> namedInConnection(HttpFields fields) {
        Set<String> names = new HashSet<>();
        for (String value : fields.getValuesList("Connection")) {
            Arrays.stream(value.split(","))
                    .map(n -> n.trim().toLowerCase(Locale.ROOT))
                    .forEach(names::add);
        }
        return names;
    }
}
