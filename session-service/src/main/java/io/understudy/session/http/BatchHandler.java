package io.understudy.session.http;

import io.understudy.session.audit.Origin;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.Identity;
import io.understudy.session.auth.http.JettySender;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Finds out who asks, hands HTTP requests to the API and its answers back. Never blocks. */
final class BatchHandler extends Handler.Abstract {

    private static final byte[] NO_BODY = {};
    private static final String KEY = "Idempotency-Key";

    private final BatchApi api;
    private final Authenticator authenticator;

    BatchHandler(BatchApi api, Authenticator authenticator) {
        this.api = api;
        this.authenticator = authenticator;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Identity identity = authenticator.identify(new JettySender(request));
        if (identity instanceof Identity.Refused refused) {
            send(Json.message(403, refused.why()), response, callback);
            return true;
        }
        Optional<String> user = identity instanceof Identity.Known known ? Optional.of(known.user()) : Optional.empty();
        if (isRead(request.getMethod())) {
            ask(request, NO_BODY, user, response, callback);
        } else if (isRefusedUnread(request)) {
            send(RequestBody.tooLong().answer(), response, callback);
        } else {
            new BodyReader(request, body -> onBody(request, body, user, response, callback)).run();
        }
        return true;
    }

    private static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** A client that asks first need not send what will not be taken. */
    private static boolean isRefusedUnread(Request request) {
        return request.getHeaders().contains(HttpHeader.EXPECT)
                && request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > BatchApi.MAX_BODY_BYTES;
    }

    private void onBody(
            Request request, BodyReader.Body body, Optional<String> user, Response response, Callback callback) {
        if (body instanceof BodyReader.Body.Whole whole) {
            ask(request, whole.bytes(), user, response, callback);
        } else if (body instanceof BodyReader.Body.Broken broken) {
            callback.failed(broken.why());
        } else {
            send(RequestBody.tooLong().answer(), response, callback);
        }
    }

    private void ask(Request request, byte[] body, Optional<String> user, Response response, Callback callback) {
        Optional<String> key = key(request);
        api.handle(apiRequest(request, body, user, key), answer -> answer(answer, key, response, callback));
    }

    private ApiRequest apiRequest(Request request, byte[] body, Optional<String> user, Optional<String> key) {
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        return new ApiRequest(
                request.getMethod(),
                path == null ? "" : path,
                query == null ? "" : query,
                headers(request),
                body,
                user,
                new Origin(Request.getRemoteAddr(request), "-"),
                key);
    }

    private Map<String, String> headers(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue() == null ? "" : field.getValue();
            headers.merge(field.getName().toLowerCase(Locale.ROOT), value, (one, other) -> one + "," + other);
        }
        headers.keySet().removeAll(authenticator.headers());
        return headers;
    }

    private static Optional<String> key(Request request) {
        if (isRead(request.getMethod())) {
            return Optional.empty();
        }
        String sent = request.getHeaders().get(KEY);
        return Optional.of(sent == null ? UUID.randomUUID().toString() : sent);
    }

    private static void answer(ApiAnswer answer, Optional<String> key, Response response, Callback callback) {
        if (answer instanceof ApiAnswer.Done done) {
            send(done, response, callback);
            return;
        }
        key.ifPresent(text -> response.getHeaders().put(KEY, text));
        if (answer instanceof ApiAnswer.NotServing notServing) {
            send(Json.message(503, notServing.why(), Map.of("Retry-After", "1")), response, callback);
        } else if (answer instanceof ApiAnswer.Unknown unknown) {
            send(Json.message(503, unknown.why(), Map.of("X-HA-Outcome", "unknown")), response, callback);
        }
    }

    private static void send(ApiAnswer.Done done, Response response, Callback callback) {
        response.setStatus(done.status());
        Finish.FOR_BROWSERS.forEach((name, value) -> response.getHeaders().put(name, value));
        done.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(done.body()), callback);
    }
}
