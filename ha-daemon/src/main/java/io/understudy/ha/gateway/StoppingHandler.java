package io.understudy.ha.gateway;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;

/** Lets requests that are here end when the server stops; those that come then are told that nothing was done. */
final class StoppingHandler extends GracefulHandler {

    private final String node;
    private final BooleanSupplier takeover;

    /** @param takeover whether somebody is about to serve */
    StoppingHandler(String node, BooleanSupplier takeover, Handler handler) {
        super(handler);
        this.node = node;
        this.takeover = takeover;
    }

    @Override
    protected void handleShutdownRejection(Request request, Response response, Callback callback) {
        new Outlet(response, callback, node)
                .send(Refusal.notProcessed(takeover.getAsBoolean(), "This node is stopping.")
                        .with("Connection", "close"));
    }
}
