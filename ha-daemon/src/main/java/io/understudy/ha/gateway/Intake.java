package io.understudy.ha.gateway;

import io.understudy.session.audit.Origin;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.http.JettySender;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** Turns what Jetty received into values of the edge. */
final class Intake {

    /** Largest body that is taken, in bytes: what a client sent is kept whole, and a session must fit into the store. */
    static final int MAX_BODY_BYTES = 256 * 1024;

    private static final int MAX_KEY = 128;
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final String self;
    private final Authenticator authenticator;

    Intake(String self, Authenticator authenticator) {
        this.self = self;
        this.authenticator = authenticator;
    }

    /** Path as it came. */
    static String path(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    /** Path and query as they came. */
    static String target(Request request) {
        String query = request.getHttpURI().getQuery();
        return query == null || query.isEmpty() ? path(request) : path(request) + "?" + query;
    }

    /** Which part of a request cannot be passed on as it is, because a percent sign in it escapes nothing. */
    static Optional<String> brokenPart(Request request) {
        String query = request.getHttpURI().getQuery();
        if (STRAY_PERCENT.matcher(path(request)).find()) {
            return Optional.of("path");
        }
        return query != null && STRAY_PERCENT.matcher(query).find() ? Optional.of("query") : Optional.empty();
    }

    /** Whether a path looks like a host to whom it is passed on; there is nothing at such paths. */
    static boolean looksLikeHost(String path) {
        return path.startsWith("//");
    }

    /** The key that the client gave; none if it gave none. */
    static Optional<String> givenKey(Request request) {
        return Optional.ofNullable(request.getHeaders().get("Idempotency-Key"));
    }

    /** How long the sender waits for an answer, if it says so and is a node. */
    static Optional<Duration> patience(Request request) {
        return Optional.ofNullable(request.getHeaders().getField(Mark.PATIENCE_HEADER))
                .map(HttpField::getValue)
                .filter(millis -> MILLIS.matcher(millis).matches())
                .map(millis -> Duration.ofMillis(Long.parseLong(millis)));
    }

    /** Whether a key is one: 1 to 128 printable ASCII characters. */
    static boolean isKey(String key) {
        return !key.isEmpty() && key.length() <= MAX_KEY && key.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /** Whether a client's request is let in. */
    Entry entry(Request request) {
        return Entry.of(authenticator, new JettySender(request), origin(request));
    }

    /** Where a client's request came from. */
    Origin origin(Request request) {
        return new Origin(Request.getRemoteAddr(request), self);
    }

    /** A request whose headers have been read and whose body has been taken in. */
    EdgeRequest request(Request request, Optional<Mark> mark, Caller caller, byte[] body) {
        Map<String, String> headers = EndToEnd.ofRequest(request.getHeaders());
        headers.remove("authorization");
        headers.keySet().removeAll(authenticator.headers());
        headers.remove("idempotency-key");
        if (mark.isEmpty()) {
            trace(request, headers);
        }
        HttpURI uri = request.getHttpURI();
        return new EdgeRequest(
                request.getMethod(),
                path(request),
                uri.getQuery() == null ? "" : uri.getQuery(),
                headers,
                body,
                caller,
                mark.map(Mark::key).orElseGet(() -> key(request)));
    }

    private static Optional<String> key(Request request) {
        return EdgeRequest.isRead(request.getMethod())
                ? Optional.empty()
                : givenKey(request).or(() -> Optional.of(UUID.randomUUID().toString()));
    }

    /** Says which way the request came, as proxies do. */
    private void trace(Request request, Map<String, String> headers) {
        headers.merge("via", "1.1 " + self, (first, second) -> first + ", " + second);
        headers.merge("x-forwarded-for", Request.getRemoteAddr(request), (first, second) -> first + ", " + second);
        headers.putIfAbsent("x-forwarded-proto", request.isSecure() ? "https" : "http");
        Optional.ofNullable(headers.get("host")).ifPresent(host -> headers.putIfAbsent("x-forwarded-host", host));
    }
}
