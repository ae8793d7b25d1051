package io.understudy.session.http;

import java.util.ArrayList;
import java.util.List;

/** What a path names. */
sealed interface Route {

    /** The methods that it takes, as {@code Allow} lists them. */
    default String allow() {
        return "GET, HEAD";
    }

    /** Whether {@code method} is among them. */
    default boolean allows(String method) {
        return List.of(allow().split(", ", -1)).contains(method);
    }

    /** {@code /} */
    record Home() implements Route {}

    /** {@code /ui/} */
    record Page() implements Route {}

    /** {@code /ui} */
    record PageWithoutSlash() implements Route {}

    /** {@code /ui/style.css} */
    record Style() implements Route {}

    /** {@code /version} */
    record Version() implements Route {}

    /** {@code /openapi.json} */
    record Description() implements Route {}

    /** {@code /sessions}: Livy's interactive sessions, of which there are none. */
    record Interactive() implements Route {

        @Override
        public String allow() {
            return "GET, HEAD, POST";
        }
    }

    /** {@code /batches} */
    record Batches() implements Route {

        @Override
        public String allow() {
            return "GET, HEAD, POST";
        }
    }

    /** {@code /batches/<id or name>} */
    record Batch(String idOrName) implements Route {

        @Override
        public String allow() {
            return "GET, HEAD, DELETE";
        }
    }

    /** {@code /batches/<id or name>/state} */
    record State(String idOrName) implements Route {}

    /** {@code /batches/<id or name>/log} */
    record Log(String idOrName) implements Route {}

    /**
     * Finds what a path names. One slash at its end does not count.
     *
     * @param path as it came, undecoded
     * @throws Refusal 404 if it names nothing, 400 if it cannot be decoded
     */
    static Route of(String path) throws Refusal {
        return switch (path) {
            case "/" -> new Home();
            case "/ui" -> new PageWithoutSlash();
            case "/ui/" -> new Page();
            default -> of(segments(path), path);
        };
    }

    private static Route of(List<String> segments, String path) throws Refusal {
        String first = segments.get(0);
        if (segments.size() == 1 && first.equals("version")) {
            return new Version();
        }
        if (segments.equals(List.of("openapi.json"))) {
            return new Description();
        }
        if (segments.equals(List.of("ui", "style.css"))) {
            return new Style();
        }
        if (first.equals("sessions")) {
            return interactive(segments);
        }
        if (first.equals("batches")) {
            return batches(segments, path);
        }
        throw nothing(path);
    }

    private static Route interactive(List<String> segments) throws Refusal {
        if (segments.size() > 1) {
            throw notFound(segments.get(1));
        }
        return new Interactive();
    }

    private static Route batches(List<String> segments, String path) throws Refusal {
        if (segments.size() == 1) {
            return new Batches();
        }
        String idOrName = segments.get(1);
        String part = segments.size() == 3 ? segments.get(2) : "";
        if (segments.size() == 2) {
            return new Batch(idOrName);
        } else if (part.equals("state")) {
            return new State(idOrName);
        } else if (part.equals("log")) {
            return new Log(idOrName);
        }
        throw nothing(path);
    }

    private static List<String> segments(String path) throws Refusal {
        String inner = path.startsWith("/") ? path.substring(1) : path;
        String trimmed = inner.endsWith("/") ? inner.substring(0, inner.length() - 1) : inner;
        List<String> segments = new ArrayList<>();
        for (String segment : trimmed.split("/", -1)) {
            String decoded = PercentEncoding.decode(segment, "path");
            if (decoded.indexOf('\0') >= 0) {
                throw new Refusal(400, "The path has a NUL character.");
            }
            segments.add(decoded);
        }
        return segments;
    }

    private static Refusal nothing(String path) {
        return new Refusal(404, "There is nothing at " + path + ".");
    }

    /** The answer for a session that there is not. */
    static Refusal notFound(String idOrName) {
        return new Refusal(404, "Session '" + idOrName + "' not found.");
    }
}
