package io.understudy.ha.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** A node that gives the answers that a test has laid out, the last one again and again. */
final class PlayedNode implements AutoCloseable {

    private final HttpServer server;
    private final Queue<String> clusters = new ArrayDeque<>();
    private final List<String> orders = new ArrayList<>();
    private int orderStatus = 202;
    private String orderAnswer = "{\"id\":\"s-1\"}";
    private final List<String> finalizations = new ArrayList<>();
    private int finalizationStatus = 202;
    private String finalizationAnswer = "{\"id\":\"f-1\",\"epoch\":7,\"format\":2,\"done\":false}";

    private final List<String> pauses = new ArrayList<>();
    private final Map<String, List<String>> pauseHeaders = new TreeMap<>();
    private int pauseStatus = 202;
    private String pauseAnswer = "{\"id\":\"p-1\"}";

    private String history = "{}";
    private final List<String> historyQueries = new ArrayList<>();

    PlayedNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ha/cluster", this::cluster);
        server.createContext("/ha/switchover", this::switchover);
        server.createContext("/ha/finalize", this::finalization);
        server.createContext("/ha/step-down", this::switchover);
        server.createContext("/ha/pause", this::pause);
        server.createContext("/ha/resume", this::pause);
        server.createContext("/ha/history", this::history);
        server.start();
    }

    /** What is said at another path. */
    PlayedNode says(String path, String json) {
        server.createContext(path, exchange -> answer(exchange, 200, json));
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What {@code /ha/cluster} says next. */
    synchronized PlayedNode says(String json) {
        clusters.add(json);
        return this;
    }

    /** What {@code /ha/cluster} says from now on, whatever else was laid out. */
    synchronized PlayedNode saysNow(String json) {
        clusters.clear();
        return says(json);
    }

    /** What an order is answered with. */
    synchronized PlayedNode answersOrders(int status, String json) {
        orderStatus = status;
        orderAnswer = json;
        return this;
    }

    /** What an order to finalize is answered with. */
    synchronized PlayedNode answersFinalizations(int status, String json) {
        finalizationStatus = status;
        finalizationAnswer = json;
        return this;
    }

    /** What an order to pause or to resume is answered with. */
    synchronized PlayedNode answersPauses(int status, String json) {
        pauseStatus = status;
        pauseAnswer = json;
        return this;
    }

    /** What {@code /ha/history} says. */
    synchronized PlayedNode remembers(String json) {
        history = json;
        return this;
    }

    /** With what {@code /ha/history} was asked. */
    synchronized List<String> historyQueries() {
        return List.copyOf(historyQueries);
    }

    synchronized List<String> pauses() {
        return List.copyOf(pauses);
    }

    /** The headers that came with orders to pause, as the JDK spells them. */
    synchronized Map<String, List<String>> pauseHeaders() {
        return Map.copyOf(pauseHeaders);
    }

    synchronized List<String> finalizations() {
        return List.copyOf(finalizations);
    }

    synchronized List<String> orders() {
        return List.copyOf(orders);
    }

    private synchronized void cluster(HttpExchange exchange) throws IOException {
        String json = clusters.size() > 1 ? clusters.remove() : clusters.peek();
        answer(exchange, 200, json == null ? "{}" : json);
    }

    private synchronized void history(HttpExchange exchange) throws IOException {
        historyQueries.add(exchange.getRequestURI().getQuery());
        answer(exchange, 200, history);
    }

    private synchronized void switchover(HttpExchange exchange) throws IOException {
        orders.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        answer(exchange, orderStatus, orderAnswer);
    }

    private synchronized void pause(HttpExchange exchange) throws IOException {
        pauseHeaders.putAll(exchange.getRequestHeaders());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        pauses.add(exchange.getRequestURI().getPath() + " " + body);
        answer(exchange, pauseStatus, pauseAnswer);
    }

    private synchronized void finalization(HttpExchange exchange) throws IOException {
        finalizations.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        answer(exchange, finalizationStatus, finalizationAnswer);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
