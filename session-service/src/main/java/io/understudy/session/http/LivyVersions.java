package io.understudy.session.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Versions of Livy's API, which clients name in {@code Accept}. There was only ever one. */
final class LivyVersions {

    private static final String PREFIX = "application/vnd.livy.v";
    private static final String ONLY = PREFIX + "0.1+json";

    private LivyVersions() {}

    /**
     * Looks at {@code Accept}.
     *
     * @throws Refusal 406 if it takes nothing but versions that there are not
     */
    static void check(ApiRequest request) throws Refusal {
        String accept = request.headers().getOrDefault("accept", "");
        List<String> types = Arrays.stream(accept.toLowerCase(Locale.ROOT).split(",", -1))
                .map(type -> type.split(";", -1)[0].strip())
                .filter(type -> !type.isEmpty())
                .toList();
        boolean other = types.stream().anyMatch(type -> !type.startsWith(PREFIX) || type.equals(ONLY));
        if (!types.isEmpty() && !other) {
            throw new Refusal(406, "There is only version 0.1 of this API: accept " + ONLY + " or application/json.");
        }
    }
}
