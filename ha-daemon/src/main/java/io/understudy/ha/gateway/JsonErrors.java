package io.understudy.ha.gateway;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty itself finds, such as a malformed request, as JSON like all others. Never a trace. */
final class JsonErrors implements Request.Handler {

    private final String node;

    JsonErrors(String node) {
        this.node = node;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        int shown = status >= 500 || status < 400 ? 503 : status;
        String msg = shown == 503 ? "This node failed to answer; its log says why." : reason(request, shown);
        response.getHeaders().clear();
        new Outlet(response, callback, node).send(Reply.message(shown, msg));
        return true;
    }

    /** In the words of the service alone. */
    private static String reason(Request request, int status) {
        String standard = HttpStatus.getMessage(status);
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        return message == null || message.equals(standard) ? standard + "." : standard + ": " + message + ".";
    }
}
