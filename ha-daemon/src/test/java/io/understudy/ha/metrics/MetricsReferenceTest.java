package io.understudy.ha.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.ha.admin.PlayedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md is made from what a node exposes; run with {@code -Dupdate} to write it. */
final class MetricsReferenceTest {

    private static final Path REFERENCE = Path.of("..", "docs", "metrics.md");

    @Test
    void theReferenceIsWhatANodeExposes() throws IOException {
        String reference = """
                # Metrics

                Made from the code: change a metric there, then run the test `MetricsReferenceTest` with `-Dupdate`.

                Every node has them at `/metrics`, in every role, also without ZooKeeper; nobody is asked for them. Each series has the
                labels `cluster` and `node`. Counters begin at 0 with the process, those of submissions with the term. What only the active knows (`understudy_store_*`,
                `understudy_sessions`, `understudy_submissions*`, `understudy_recovery_*`, `understudy_yarn_silence_seconds`) is there
                only while a node serves: to see it through a takeover, sum it up by cluster.

                [alerts.yml](alerts.yml) has rules for Prometheus, [grafana-dashboard.json](grafana-dashboard.json) is a dashboard for Grafana.
                [Operations](operations.md#watch-it) tells how to use them.

                | name | type | labels | meaning |
                |---|---|---|---|
                %s
                The process itself, as Micrometer names it: `jvm_memory_*`, `jvm_buffer_*`, `jvm_gc_*`, `jvm_threads_*`, `process_uptime_seconds`,
                `process_start_time_seconds`, `process_cpu_seconds_total`, `process_files_*`.

                ## JMX

                One bean, `io.understudy:type=Metrics,cluster=<cluster>,node=<node>`, has an attribute for each series above, with its labels in
                its name: `understudy_role{cluster="c",node="n1",role="active"}`. The JVM opens no port for it unless told so
                (`UNDERSTUDY_JAVA_OPTS`, with the `com.sun.management.jmxremote.*` properties).
                """.formatted(rows(PlayedWorkings.inOffice().exposition()));
        if (System.getProperty("update") != null) {
            Files.writeString(REFERENCE, reference);
        }
        assertThat(REFERENCE).hasContent(reference);
    }

    @Test
    void whatTheReferenceSaysOfTheProcessIsThere() {
        assertThat(PlayedWorkings.inOffice().exposition().names())
                .contains(
                        "process_uptime_seconds",
                        "process_start_time_seconds",
                        "process_cpu_seconds_total",
                        "process_files_open_files",
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "jvm_gc_memory_allocated_bytes_total");
    }

    private static String rows(Exposition exposition) {
        return exposition.families().entrySet().stream()
                .filter(family -> family.getKey().startsWith("understudy_"))
                .map(family -> row(family.getKey(), family.getValue()))
                .collect(Collectors.joining());
    }

    private static String row(String name, Exposition.Family family) {
        Map<String, NavigableSet<String>> labels = new TreeMap<>(family.labels);
        assertThat(labels).as(name).containsKeys("cluster", "node");
        labels.keySet().removeAll(List.of("cluster", "node", "le"));
        String own = labels.entrySet().stream()
                .map(label -> '`' + label.getKey() + '`' + values(label.getValue()))
                .collect(Collectors.joining("; "));
        return "| `%s` | %s | %s | %s |\n".formatted(name, family.type, own, family.help);
    }

    /** Those that are the same on every cluster. */
    private static String values(NavigableSet<String> values) {
        boolean open =
                values.contains(PlayedNode.IDENTITY.version()) || values.contains(PlayedNode.IDENTITY.configHash());
        return open ? "" : ": " + String.join(", ", values);
    }
}
