package io.understudy.session.http;

import io.understudy.session.audit.AuditLog;
import io.understudy.session.audit.Deed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the API writes down: every request that changes something, once it is done or not done, and whoever was refused. */
record Trail(AuditLog log) {

    /**
     * Writes an answer down if it is one of these. A request that was not processed is not: whoever answers it in the end
     * writes it.
     *
     * @param about what the request was about, as far as it was understood
     */
    void note(ApiRequest request, Map<String, String> about, ApiAnswer answer) {
        if (answer instanceof ApiAnswer.Done done && isWorthIt(request, done.status())) {
            Map<String, String> all = new LinkedHashMap<>();
            Optional.ofNullable(done.headers().get("Location"))
                    .ifPresent(made -> all.put("batch", made.substring(made.lastIndexOf('/') + 1)));
            all.putAll(about);
            boolean replayed = done.headers().containsKey(Answers.REPLAYED);
            write(request, all, done.status() + (replayed ? " replayed" : ""));
        } else if (answer instanceof ApiAnswer.Unknown && changes(request)) {
            write(request, about, "unknown");
        }
    }

    private void write(ApiRequest request, Map<String, String> about, String result) {
        Map<String, String> all = new LinkedHashMap<>(about);
        request.key().ifPresent(key -> all.put("key", Deed.shortened(key)));
        log.write(new Deed(request.user(), request.origin(), request.method(), request.path(), all, result));
    }

    private static boolean isWorthIt(ApiRequest request, int status) {
        return changes(request) || status == 401 || status == 403;
    }

    private static boolean changes(ApiRequest request) {
        return request.method().equals("POST") || request.method().equals("DELETE");
    }
}
