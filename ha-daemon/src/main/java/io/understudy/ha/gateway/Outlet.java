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
        head(reply.status(), reply.headers());
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
    }

    /** Sends an answer whose rest is still on its way; if the rest fails, the client sees its connection break. */
    void stream(Reply begin, Content.Source rest) {
        head(begin.status(), begin.headers());
        response.write(
                false,
                ByteBuffer.wrap(begin.body()),
                Callback.from(() -> Content.copy(rest, response, callback), failure -> {
                    rest.fail(failure);
                    callback.failed(failure);
                }));
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
        headers.forEach(fields::put);
    }
}
