package io.understudy.session.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What the server itself answers to what it cannot pass on: {@code {"msg": ...}}, never a page or a stack trace. */
final class JsonErrors extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String standard = HttpStatus.getMessage(status);
        boolean ours = status >= 500 || message == null || message.equals(standard);
        ApiAnswer.Done done = Json.message(status, ours ? standard + "." : standard + ": " + message + ".");
        response.setStatus(status);
        Finish.FOR_BROWSERS.forEach((name, value) -> response.getHeaders().put(name, value));
        done.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(done.body()), callback);
    }
}
