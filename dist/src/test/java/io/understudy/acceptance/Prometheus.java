package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.bench.load.SearchPath;
import io.understudy.local.Ports;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** A Prometheus that scrapes the daemons of a stage every second, and goes by the rules in {@code docs/alerts.yml}. */
final class Prometheus implements AutoCloseable {

    private static final Path RULES = Stage.home().resolve("docs/alerts.yml");

    private final Process process;
    private final NodeClient client;

    private Prometheus(Process process, NodeClient client) {
        this.process = process;
        this.client = client;
    }

    /** Whether there are a Prometheus and its promtool on the PATH. */
    static boolean isThere() {
        return SearchPath.program("prometheus").isPresent()
                && SearchPath.program("promtool").isPresent();
    }

    /** Starts it and waits until it answers. */
    static Prometheus open(Stage stage) throws IOException {
        int port = Ports.anyFree(Set.of(), new Random());
        Path configuration = Files.writeString(stage.dir().resolve("prometheus.yml"), configuration(stage));
        assertThat(promtool(Optional.empty(), "check", "config", configuration.toString()))
                .contains("SUCCESS");
        Process process = new ProcessBuilder(
                        SearchPath.program("prometheus").orElseThrow().toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + stage.dir().resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(stage.dir().resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, new NodeClient(URI.create("http://127.0.0.1:" + port)));
        await("Prometheus, whose log is in " + stage.dir())
                .atMost(Stage.LIMIT)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> prometheus.client.get("/-/ready").ok());
        return prometheus;
    }

    private static String configuration(Stage stage) {
        String targets = stage.ids().stream()
                .map(id -> stage.node(id).http().getAuthority())
                .collect(Collectors.joining("\", \"", "[\"", "\"]"));
        return """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: understudy
                    static_configs:
                      - targets: %s
                """.formatted(RULES, targets);
    }

    /**
     * What promtool says.
     *
     * @param input what it reads, if it does
     */
    static String promtool(Optional<String> input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, SearchPath.program("promtool").orElseThrow().toString());
        Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = promtool.getOutputStream()) {
            in.write(input.orElse("").getBytes(StandardCharsets.UTF_8));
        }
        return new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The series that a query finds now. */
    JsonNode query(String expression) {
        return api("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .at("/data/result");
    }

    /** Waits until a query finds something. */
    void awaitSome(String expression) {
        await(expression).atMost(Stage.LIMIT).until(() -> !query(expression).isEmpty());
    }

    /** Answer of its API to a GET. */
    JsonNode api(String path) {
        try {
            NodeClient.Answer answer = client.get(path);
            assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(200);
            return answer.json();
        } catch (IOException e) {
            throw new AssertionError("GET " + path + " of Prometheus", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
