package io.understudy.bench.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpMethod;

/**
 * Measures the gap of one change of the active. From the fault on a request is opened every 5 ms through each node, a GET and
 * a POST each, and one to {@code /ha/active} every 20 ms; what counts is when the last of the nodes gave its first 2xx of a
 * later epoch. Before the fault it only keeps its connections in use: it is no load.
 */
public final class GapProbe implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(5);
    private static final Duration BEFORE = Duration.ofMillis(100);
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
     * Asks seldom, and returns when every node has answered.
     *
     * @param nodes through which is asked
     * @param leaving who is active in {@code epoch}
     * @param epoch the one that ends
     * @param batch one that exists
     */
    public static GapProbe begin(Map<String, URI> nodes, String leaving, long epoch, long batch)
            throws IOException, InterruptedException {
        Predicate<Response> later =
                answer -> isOk(answer) && answer.getHeaders().getLongField("X-HA-Epoch") > epoch;
        List<Probe> service = new ArrayList<>();
        List<Probe> successors = new ArrayList<>();
        nodes.forEach((node, base) -> {
            service.add(new Probe("GET " + node, http -> get(http, base.resolve("/batches/" + batch)), later, GETS));
            service.add(new Probe("POST " + node, http -> post(http, base.resolve("/batches")), later, POSTS));
            if (!node.equals(leaving)) {
                successors.add(
                        new Probe(node, http -> get(http, base.resolve("/ha/active")), GapProbe::isOk, QUESTIONS));
            }
        });
        GapProbe begun = new GapProbe(nodes, Prober.start(service, BEFORE), Prober.start(successors, QUESTION_EVERY));
        if (begun.service.awaitAnswers(LIMIT) && begun.successors.awaitAnswers(LIMIT)) {
            return begun;
        }
        begun.close();
        throw new IOException("Not every node answers, so nothing can be measured: " + begun.service.others());
    }

    /** Asks every 5 ms from now on: the fault comes next. The moment, by {@link System#nanoTime()}. */
    public long hasten() {
        service.changePace(EVERY);
        return System.nanoTime();
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

    private static Request get(HttpClient http, URI address) {
        return http.newRequest(address).timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Request post(HttpClient http, URI address) {
        return get(http, address)
                .method(HttpMethod.POST)
                .headers(fields ->
                        fields.put("Idempotency-Key", UUID.randomUUID().toString()))
                .body(new StringRequestContent("application/json", BODY));
    }

    private static boolean isOk(Response answer) {
        return answer.getStatus() / 100 == 2;
    }

    @Override
    public void close() {
        service.close();
        successors.close();
    }
}
