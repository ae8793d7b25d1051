package io.understudy.session.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The query of a request. Of a parameter that is given twice the first counts. */
record Query(Map<String, String> parameters) {

    Query {
        parameters = Map.copyOf(parameters);
    }

    static Query parse(String query) throws Refusal {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!pair.isEmpty()) {
                parameters.putIfAbsent(decode(name), decode(value));
            }
        }
        return new Query(parameters);
    }

    private static String decode(String text) throws Refusal {
        return PercentEncoding.decode(text.replace('+', ' '), "query");
    }

    /**
     * An integer; empty if the parameter is absent.
     *
     * @throws Refusal in the words that clients know, which are the JDK's
     */
    OptionalInt integer(QueryParameter parameter) throws Refusal {
        String value = parameters.get(parameter.label());
        if (value == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException notANumber) {
            throw new Refusal(400, "For input string: \"" + value + "\"");
        }
    }

    /** A text; empty if the parameter is absent. */
    Optional<String> text(QueryParameter parameter) {
        return Optional.ofNullable(parameters.get(parameter.label()));
    }

    boolean isTrue(QueryParameter parameter) {
        return "true".equals(parameters.get(parameter.label()));
    }
}
