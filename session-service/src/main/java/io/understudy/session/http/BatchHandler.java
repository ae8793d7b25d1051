package io.understudy.session.http;

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

/** Hands HTTP requests to the API and its answers back. Nobody is authenticated here. Never blocks. */
final class BatchHandler extends Handler.Abstract {

    private static final byte[] NO_BODY = {};
    private static final String KEY = "Idempotency-Key";

    private final BatchApi api;

    BatchHandler(BatchApi api) {
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (isRead(request.getMethod())) {
            ask(request, NO_BODY, response, callback);
        } else if (isRefusedUnread(request)) {
            send(RequestBody.tooLong().answer(), response, callback);
        } else {
            new BodyReader(request, body -> onBody(request, body, response, callback)).run();
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

    private void onBody(Request request, BodyReader.Body body, Response response, Callback callback) {
        if (body instanceof BodyReader.Body.Whole whole) {
            ask(request, whole.bytes(), response, callback);
        } else if (body instanceof BodyReader.Body.Broken broken) {
            callback.failed(broken.why());
        } else {
            send(RequestBody.tooLong().answer(), response, callback);
        }
    }

    private void ask(Request request, byte[] body, Response response, Callback callback) {
        Optional<String> key = key(request);
        api.handle(apiRequest(request, body, key), answer -> answer(answer, key, response, callback));
    }

    private static ApiRequest apiRequest(Request request, byte[] body, Optional<String> key) {
        String path = request.getHttpURI().getPath();
        String query = request.getHttpURI().getQuery();
        return new ApiRequest(
                request.getMethod(),
                path == null ? "" : path,
                query == null ? "" : query,
                headers(request),
                body,
                Optional.empty(),
                key);
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue() == null ? "" : field.getValue();
            headers.merge(field.getName().toLowerCase(Locale.ROOT), value, (one, other) -> one + "," + other);
        }
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
