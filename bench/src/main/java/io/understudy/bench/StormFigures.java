package io.understudy.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.bench.load.RetryStorm;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What storms of clients did to the nodes, over some rounds. */
final class StormFigures {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Double> refusedAfterMillis = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private int answered;
    private int withoutRetryAfter;
    private volatile int mostHeld;
    private long mostMegabytes;

    /** Looks how many requests the nodes hold. */
    void look(Collection<URI> nodes) {
        for (URI node : nodes) {
            try {
                HttpResponse<String> status = http.send(
                        HttpRequest.newBuilder(node.resolve("/ha/status")).build(),
                        HttpResponse.BodyHandlers.ofString());
                mostHeld = Math.max(
                        mostHeld, JSON.readTree(status.body()).path("held").asInt());
            } catch (IOException e) {
                throw new UncheckedIOException("a surviving node does not answer", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Adds a storm that is over, and the most memory that a node has ever used. */
    void add(RetryStorm.Outcome outcome, Collection<ProcessHandle> daemons) throws IOException {
        answered += outcome.answered();
        refusedAfterMillis.addAll(outcome.refusedAfterMillis());
        withoutRetryAfter += outcome.withoutRetryAfter();
        others.addAll(outcome.others());
        for (ProcessHandle daemon : daemons) {
            mostMegabytes = Math.max(mostMegabytes, peakMegabytes(daemon.pid()));
        }
    }

    private static long peakMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "the storm: %d answers, %d refusals (half of them within %.0f ms, %d without Retry-After), others: %s%n",
                answered,
                refusedAfterMillis.size(),
                median(),
                withoutRetryAfter,
                others.isEmpty() ? "none" : others.size() + ", for example " + others.get(0));
        out.printf("most that a node held: %d requests; most memory of a node: %d MB%n", mostHeld, mostMegabytes);
    }

    void addTo(Report report) {
        report.add(
                "storm",
                Map.of(
                        "answered", answered,
                        "refused", refusedAfterMillis.size(),
                        "refusedMedianMillis", median(),
                        "withoutRetryAfter", withoutRetryAfter,
                        "others", others.size(),
                        "mostHeld", mostHeld,
                        "mostMegabytes", mostMegabytes));
    }

    private double median() {
        return refusedAfterMillis.isEmpty()
                ? 0
                : Spread.of(refusedAfterMillis.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())
                        .median();
    }
}
