package io.understudy.ha.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for what a node exposes, and for nothing else. */
final class WatchedNamesTest {

    private static final Path DOCS = Path.of("..", "docs");

    /** Of Prometheus itself, and of the JVM once it has collected garbage. */
    private static final List<String> OTHERS = List.of("up", "jvm_gc_pause_seconds_sum", "jvm_gc_pause_seconds_max");

    private static final List<String> OTHER_LABELS = List.of("job", "instance", "le");

    private final Exposition exposition = PlayedWorkings.inOffice().exposition();

    @Test
    void aQueryNamesSeriesAndLabels() {
        Query query = Query.of(
                "sum by (a, b) (rate(x_total{c=\"by (d) y\",e!~'f'}[5m])) > 3 and max(z offset 10m) == bool 1");

        assertThat(query.series()).containsExactly("x_total", "z");
        assertThat(query.labels()).contains("a", "b", "c", "e").doesNotContain("d");
    }

    @Test
    void alertsNameWhatThereIs() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(DOCS.resolve("alerts.yml").toFile())
                .at("/groups/0/rules");

        assertThat(rules).hasSizeGreaterThan(10);
        for (JsonNode rule : rules) {
            isKnown(rule.path("expr").asText());
            assertThat(rule.at("/labels/severity").asText())
                    .as(rule.path("alert").asText())
                    .isIn("critical", "warning", "info");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).isNotBlank();
        }
    }

    @Test
    void theDashboardNamesWhatThereIs() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DOCS.resolve("grafana-dashboard.json").toFile());

        List<JsonNode> queries = dashboard.findValues("expr");
        assertThat(queries).hasSizeGreaterThan(30);
        queries.forEach(query -> isKnown(query.asText()));
        assertThat(dashboard.at("/templating/list/1/query/query").asText())
                .isEqualTo("label_values(understudy_info, cluster)");
    }

    /** A dashboard that is imported finds the data source that its reader chooses. */
    @Test
    void theDashboardNamesNoDataSource() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DOCS.resolve("grafana-dashboard.json").toFile());

        assertThat(dashboard.findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.path("uid").asText()).isEqualTo("${datasource}"));
    }

    private void isKnown(String expression) {
        Set<String> series = new TreeSet<>(exposition.names());
        series.addAll(OTHERS);
        Set<String> labels = new TreeSet<>(exposition.labels());
        labels.addAll(OTHER_LABELS);
        Query query = Query.of(expression);

        assertThat(query.series()).as(expression).isNotEmpty();
        assertThat(series).as(expression).containsAll(query.series());
        assertThat(labels).as(expression).containsAll(query.labels());
    }
}
