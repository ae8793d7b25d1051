package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** What a node says to requests that come when it stops. */
final class StoppingHandlerTest {

    @Test
    void itSaysThatNothingWasDone() throws Exception {
        StoppingHandler stopping = new StoppingHandler("n1", () -> true, new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                throw new AssertionError("no request goes further");
            }
        });
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                stopping.handleShutdownRejection(request, response, callback);
                return true;
            }
        });
        server.start();
        try {
            HttpResponse<String> answer = Http.send(
                    "POST", URI.create("http://127.0.0.1:" + server.getURI().getPort() + "/batches"), "{}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(answer.headers().firstValue("X-HA-Node")).contains("n1");
            assertThat(answer.body()).contains("Nothing was done");
        } finally {
            server.stop();
        }
    }
}
