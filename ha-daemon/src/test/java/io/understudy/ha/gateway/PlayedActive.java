package io.understudy.ha.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An active that answers byte for byte what a test says. */
final class PlayedActive implements AutoCloseable {

    private final String id;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    PlayedActive(String id, HttpHandler answers) throws IOException {
        this.id = id;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("X-HA-Node", id);
            if (exchange.getRequestURI().getPath().startsWith("/ha/")) {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            } else {
                answers.handle(exchange);
            }
        });
        server.start();
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** This node serves in term {@code epoch}, as {@code standby} sees it. */
    void takeOffice(long epoch, TestNode standby) {
        standby.cluster.serves(id, http(), epoch);
    }

    /** Answers with {@code length} bytes, as the active of term {@code epoch}. */
    static void answer(HttpExchange exchange, long epoch, int length) throws IOException {
        exchange.getResponseHeaders().add("X-HA-Epoch", Long.toString(epoch));
        exchange.sendResponseHeaders(200, length);
        exchange.getResponseBody().write(new byte[length]);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
