package io.understudy.ha.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Knows which requests are here. Once the node is about to stop nobody is turned away, but each answer ends its
 * connection, so that clients go elsewhere by themselves.
 */
final class Attendance extends Handler.Wrapper {

    private static final HttpField CLOSE = new HttpField(HttpHeader.CONNECTION, "close");

    private volatile Present present = new Present();
    private volatile boolean closing;

    Attendance(Handler handler) {
        super(handler);
    }

    /** From now on each answer ends its connection. */
    void beginToClose() {
        closing = true;
    }

    /** Done once every request that is here now is answered; those that come later do not count. */
    CompletableFuture<Void> presentGone() {
        Present before = present;
        present = new Present();
        before.leave();
        return before.gone;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Present here = enter();
        request.addHttpStreamWrapper(stream -> new Watched(stream, here));
        return super.handle(request, response, callback);
    }

    private Present enter() {
        while (true) {
            Present here = present;
            if (here.enter()) {
                return here;
            }
        }
    }

    /** Requests that came between two looks; counts itself until the second one. */
    private static final class Present {

        private final AtomicInteger count = new AtomicInteger(1);
        private final CompletableFuture<Void> gone = new CompletableFuture<>();

        boolean enter() {
            return count.getAndUpdate(before -> before == 0 ? 0 : before + 1) > 0;
        }

        void leave() {
            if (count.decrementAndGet() == 0) {
                gone.complete(null);
            }
        }
    }

    private final class Watched extends HttpStream.Wrapper {

        private final Present here;

        Watched(HttpStream stream, Present here) {
            super(stream);
            this.here = here;
        }

        @Override
        public void prepareResponse(HttpFields.Mutable headers) {
            if (closing) {
                headers.put(CLOSE);
            }
            super.prepareResponse(headers);
        }

        @Override
        public void succeeded() {
            super.succeeded();
            here.leave();
        }

        @Override
        public void failed(Throwable failure) {
            super.failed(failure);
            here.leave();
        }
    }
}
