package io.understudy.ha.gateway;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The way back to one client. One answer goes out, once; writing never blocks. */
final class Outlet {

    /** Unless the answer says otherwise. */
    private static final Map<String, String> FOR_BROWSERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'");

    private final Response response;
    private final Callback callback;
    private final String node;

    Outlet(Response response, Callback callback, String node) {
        this.response = response;
        this.callback = callback;
        this.node = node;
    }

    /** Sends a whole answer of this node. */
    void send(Reply reply) {
        send(reply, callback);
    }

    /** Sends a whole answer; {@code gone} is run when its bytes are needed no longer. */
    void send(Reply reply, Runnable gone) {
        send(reply, new Before(gone, callback));
    }

    private void send(Reply reply, Callback done) {
        head(reply.status(), reply.headers());
        response.write(true, ByteBuffer.wrap(reply.body()), done);
    }

    /**
     * Sends an answer whose rest is still on its way; if the rest fails, the client sees its connection break.
     *
     * @param gone run when the bytes of {@code begin} are needed no longer
     */
    void stream(Reply begin, Content.Source rest, Runnable gone) {
        head(begin.status(), begin.headers());
        Callback next = Callback.from(() -> Content.copy(rest, response, callback), failure -> {
            rest.fail(failure);
            callback.failed(failure);
        });
        response.write(false, ByteBuffer.wrap(begin.body()), new Before(gone, next));
    }

    /** Calls {@code gone} if the client leaves before {@link #unwatch}. */
    void watch(Runnable gone) {
        endPoint().ifPresent(endPoint -> endPoint.watch(gone));
    }

    void unwatch() {
        endPoint().ifPresent(WatchedEndPoint::unwatch);
    }

    private Optional<WatchedEndPoint> endPoint() {
        EndPoint endPoint =
                response.getRequest().getConnectionMetaData().getConnection().getEndPoint();
        return endPoint instanceof WatchedEndPoint watched ? Optional.of(watched) : Optional.empty();
    }

    /** Gives up: the client is gone. */
    void drop() {
        callback.failed(new EofException("the client left"));
    }

    private void head(int status, Map<String, String> headers) {
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        fields.put("X-HA-Node", node);
        FOR_BROWSERS.forEach(fields::put);
        headers.forEach(fields::put);
    }

    /** Runs something before a callback, whatever came of it. */
    private record Before(Runnable first, Callback next) implements Callback {

        @Override
        public void succeeded() {
            first.run();
            next.succeeded();
        }

        @Override
        public void failed(Throwable why) {
            first.run();
            next.failed(why);
        }

        @Override
        public InvocationType getInvocationType() {
            return next.getInvocationType();
        }
    }
}
