package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that come to a node that stops. */
final class StoppingTest {

    private TestNode n1;
    private TestNode n2;

    @BeforeEach
    void start() throws Exception {
        n1 = new TestNode("n1", TestNode.LONG_HOLD, Http.DEADLINE.multipliedBy(2));
        n2 = new TestNode("n2");
    }

    @AfterEach
    void stop() {
        n1.close();
        n2.close();
    }

    @Test
    void afterItHasSaidSoItAnswersOnAndEndsEachConnection() throws Exception {
        n2.takeOffice(4, n1);
        try (RawClient kept = new RawClient(n1.http())) {
            kept.head("GET /batches/1 HTTP/1.1", "Host: x");
            assertThat(kept.answer()).startsWith("HTTP/1.1 200 OK").doesNotContain("Connection: close");

            n1.gateway.announceStop();

            kept.head("GET /batches/2 HTTP/1.1", "Host: x");
            // The rest ends, because the connection does.
            assertThat(kept.rest()).startsWith("HTTP/1.1 200 OK").contains("Connection: close", "served by n2");
        }

        assertThat(n1.gateway.isStopping()).isTrue();
        HttpResponse<String> fresh = Http.get(n1.http().resolve("/batches/3"));
        assertThat(fresh.statusCode()).isEqualTo(200);
        assertThat(fresh.headers().firstValue("Connection")).contains("close");
    }

    @Test
    void whatIsHeldIsFinishedBeforeThePortCloses() throws Exception {
        CompletableFuture<HttpResponse<String>> held =
                Http.later("GET", n1.http().resolve("/batches/1"), "");
        await().atMost(Http.DEADLINE).until(() -> n1.gateway.held() == 1);
        URI address = n1.http();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(n1.gateway::stop);
        await().atMost(Http.DEADLINE).until(n1.gateway::isStopping);

        CompletableFuture<HttpResponse<String>> late = Http.later("GET", address.resolve("/batches/2"), "");
        await().atMost(Http.DEADLINE).until(() -> n1.gateway.held() == 2);
        assertThat(stopped).isNotDone();
        n2.takeOffice(4, n1);

        assertThat(held.get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS).body()).contains("served by n2");
        assertThat(late.get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS).body()).contains("served by n2");
        stopped.get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThatThrownBy(() -> Http.get(address.resolve("/batches/3"))).isInstanceOf(ConnectException.class);
    }

    @Test
    void aClientThatLeftIsNotWaitedFor() throws Exception {
        try (RawClient client = new RawClient(n1.http())) {
            client.head("GET /batches/1 HTTP/1.1", "Host: x");
            await().atMost(Http.DEADLINE).until(() -> n1.gateway.held() == 1);
        }
        await().atMost(Http.DEADLINE).until(() -> n1.gateway.held() == 0);

        CompletableFuture.runAsync(n1.gateway::stop).get(Http.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void itDoesNotWaitForConnectionsThatAskForNothing() throws IOException {
        try (RawClient idle = new RawClient(n1.http())) {
            n1.takeOffice(4);
            idle.head("GET /batches/1 HTTP/1.1", "Host: x");
            await().atMost(Http.DEADLINE).until(() -> n1.served.size() == 1);

            n1.gateway.stop();

            assertThat(idle.rest()).startsWith("HTTP/1.1 200 OK");
        }
    }
}
