package io.understudy.bench.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Measures the gap of one change of the active. A request is opened every 5 ms through each node, a GET and a POST each, and
 * one to {@code /ha/active} every 20 ms; what counts is when the last of the nodes gave its first 2xx of a later epoch.
 */
public final class GapProbe implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(5);
    /** What stands beside the gap must not cost what is measured. */
    private static final Duration QUESTION_EVERY = Duration.ofMillis(20);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration WORD_OF_THE_ACTIVE = Duration.ofSeconds(1);
    private static final int GETS = 32;
    private static final int POSTS = 4;
    private static final int QUESTIONS = 1;

    /** A queue that YARN does not have: the batch is as durable as any, and costs no container. */
    private static final String BODY = "{\"kind\":\"command\",\"command\":[\"true\"],\"queue\":\"no-such-queue\"}";

    private final Map<String, URI> nodes;
    private final Prober service;
    private final Prober successors;

    private GapProbe(Map<String, URI> nodes, Prober service, Prober successors) {
        this.nodes = nodes;
        this.service = service;
        this.successors = successors;
    }

    /**
     * Begins, and returns when every node has answered.
     *
     * @param nodes through which is asked
     * @param leaving who is active in {@code epoch}
     * @param epoch the one that ends
     * @param batch one that exists
     */
    public static GapProbe begin(Map<String, URI> nodes, String leaving, long epoch, long batch)
            throws IOException, InterruptedException {
        Predicate<HttpResponse<Void>> later = answer ->
                isOk(answer) && answer.headers().firstValueAsLong("X-HA-Epoch").orElse(-1) > epoch;
        List<Probe> service = new ArrayList<>();
        List<Probe> successors = new ArrayList<>();
        nodes.forEach((node, base) -> {
            service.add(new Probe("GET " + node, () -> get(base.resolve("/batches/" + batch)), later, GETS));
            service.add(new Probe("POST " + node, () -> post(base.resolve("/batches")), later, POSTS));
            if (!node.equals(leaving)) {
                successors.add(new Probe(node, () -> get(base.resolve("/ha/active")), GapProbe::isOk, QUESTIONS));
            }
        });
        GapProbe begun = new GapProbe(nodes, Prober.start(service, EVERY), Prober.start(successors, QUESTION_EVERY));
        if (begun.service.awaitAnswers(LIMIT) && begun.successors.awaitAnswers(LIMIT)) {
            return begun;
        }
        begun.close();
        throw new IOException("Not every node answers, so nothing can be measured: " + begun.service.others());
    }

    /**
     * Waits until every node has answered out of a later epoch.
     *
     * @param since when the old one was ended, by {@link System#nanoTime()}
     */
    public Gap await(long since) throws IOException, InterruptedException {
        if (!service.awaitWanted(LIMIT)) {
            throw new IOException("No answer of a later epoch through every node after " + LIMIT.toSeconds() + " s: "
                    + service.others());
        }
        OptionalDouble active = successors.awaitSomeWanted(WORD_OF_THE_ACTIVE)
                ? successors.names().stream()
                        .flatMap(node -> successors.firstWanted(node).stream().boxed())
                        .mapToDouble(first -> seconds(since, first))
                        .min()
                : OptionalDouble.empty();
        Map<String, Integer> errors = new TreeMap<>(service.others());
        errors.keySet().removeIf(what -> what.matches(".* 2\\d\\d"));
        return new Gap(last("GET ", since), last("POST ", since), active, errors);
    }

    private double last(String method, long since) {
        return nodes.keySet().stream()
                .mapToDouble(node ->
                        seconds(since, service.firstWanted(method + node).orElseThrow()))
                .max()
                .orElseThrow();
    }

    private static double seconds(long since, long until) {
        return (until - since) / 1e9;
    }

    private static HttpRequest get(URI address) {
        return HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    }

    private static HttpRequest post(URI address) {
        return HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
    }

    private static boolean isOk(HttpResponse<Void> answer) {
        return answer.statusCode() / 100 == 2;
    }

    @Override
    public void close() {
        service.close();
        successors.close();
    }
}
