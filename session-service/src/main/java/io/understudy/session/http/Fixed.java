package io.understudy.session.http;

import io.understudy.session.ui.BatchPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers that no session has a part in. */
final class Fixed {

    /** Clients compare versions as text: Livy's own last one leads. */
    private static final String LIVY = "0.9.0";

    private final String version;

    Fixed(String version) {
        this.version = version;
    }

    ApiAnswer answer(Route route, ApiRequest request) {
        if (route instanceof Route.Version) {
            return version();
        } else if (route instanceof Route.Description) {
            return Json.answer(200, json -> Values.write(json, OpenApi.document(version)));
        } else if (route instanceof Route.Interactive) {
            return interactive(request.method());
        } else if (route instanceof Route.Style) {
            return Pages.css(BatchPage.style());
        } else if (route instanceof Route.PageWithoutSlash || isBrowser(request)) {
            return Pages.redirect("/ui/");
        }
        return home();
    }

    private static boolean isBrowser(ApiRequest request) {
        return request.headers().getOrDefault("accept", "").contains("text/html");
    }

    private ApiAnswer version() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", LIVY + "-understudy-" + version);
        fields.put("revision", version);
        fields.put("branch", "");
        fields.put("user", "");
        fields.put("date", "");
        fields.put("url", "");
        return Json.answer(200, json -> Values.write(json, fields));
    }

    private static ApiAnswer interactive(String method) {
        if (method.equals("POST")) {
            return Json.message(501, "Interactive sessions are not served here; see docs/clients.md");
        }
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("from", 0);
        none.put("total", 0);
        none.put("sessions", List.of());
        return Json.answer(200, json -> Values.write(json, none));
    }

    private ApiAnswer home() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", "understudy");
        fields.put("version", version);
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("batches", "/batches");
        links.put("version", "/version");
        links.put("openapi", "/openapi.json");
        links.put("ui", "/ui/");
        fields.put("links", links);
        return Json.answer(200, json -> Values.write(json, fields));
    }
}
