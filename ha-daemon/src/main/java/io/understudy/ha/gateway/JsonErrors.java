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
        boolean clients = (status >= 400 && status < 500) || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
        int shown = clients ? status : 503;
        String msg = clients ? reason(request, status) : "This node failed to answer; its log says why.";
        response.getHeaders().clear();
        new Outlet(response, callback, node).send(Reply.message(shown, msg));
        return true;
    }

    /** In the words of the service alone. */
    private static String reason(Request request, int status) {
        String standard = HttpStatus.getMessage(status);
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        boolean says = status < 500 && message != null && !message.equals(standard);
        return says ? standard + ": " + message + "." : standard + ".";
    }
}
