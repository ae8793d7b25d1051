package io.understudy.session.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers for browsers. */
final class Pages {

    private static final byte[] NOTHING = {};

    private Pages() {}

    static ApiAnswer.Done html(String page) {
        return text("text/html; charset=utf-8", page);
    }

    static ApiAnswer.Done css(String sheet) {
        return text("text/css; charset=utf-8", sheet);
    }

    static ApiAnswer.Done redirect(String path) {
        return new ApiAnswer.Done(302, Map.of("Location", path), NOTHING);
    }

    private static ApiAnswer.Done text(String type, String text) {
        return new ApiAnswer.Done(
                200, Map.of("Content-Type", type, "Cache-Control", "no-store"), text.getBytes(StandardCharsets.UTF_8));
    }
}
