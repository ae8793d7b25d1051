package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.Epoch;
import io.understudy.ha.cli.Diagnosis.Finding;
import io.understudy.ha.cli.Diagnosis.Grade;
import io.understudy.ha.cli.Examination.Words;
import io.understudy.ha.membership.Glance;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code haadmin doctor} makes of what it hears. */
final class DiagnosisTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Glance WELL = glance(Duration.ofSeconds(6), false);

    private final Map<String, String> status = new LinkedHashMap<>(Map.of("n1", status("n1"), "n2", status("n2")));
    private final Map<String, String> cluster = new LinkedHashMap<>(Map.of("n1", cluster(), "n2", cluster()));
    private final Map<String, String> config = new LinkedHashMap<>(Map.of("n1", config(), "n2", config()));
    private Optional<Glance> zooKeeper = Optional.of(WELL);

    @Test
    void allIsWell() {
        assertThat(findings()).extracting(Finding::grade).containsOnly(Grade.ok);
        assertThat(findings())
                .extracting(Finding::text)
                .containsExactly(
                        "answering: n1, n2",
                        "all that answer reach each other",
                        "version 0.1",
                        "Java 17",
                        "the same configuration everywhere",
                        "YARN y",
                        "Spark in /opt/spark",
                        "the clocks agree with ZooKeeper's within 1 s",
                        "session timeout 6000 ms",
                        "the store is closed to strangers",
                        "n1 is active, 1 ready to take over");
    }

    @Test
    void aNodeThatIsSilentIsBad() {
        status.remove("n2");
        assertThat(troubles()).containsExactly("bad n2 does not answer from here");
    }

    @Test
    void aNodeAtAWrongAddressIsBad() {
        status.put("n2", status("n3"));
        assertThat(troubles()).containsExactly("bad at the address of n2 answers n3");
    }

    @Test
    void aPortThatIsShutBetweenTwoNodesIsBad() {
        cluster.put("n2", cluster().replaceFirst("\"reachable\":true", "\"reachable\":false"));
        assertThat(troubles()).containsExactly("bad n1 answers here, but n2 cannot reach it at http://h1:1");
    }

    @Test
    void whatDiffersIsNamedWithWhoHasIt() {
        status.put("n2", status("n2").replace("0.1", "0.2"));
        config.put("n2", config().replace("\"7d\"", "\"8d\"").replace("\"17\"", "\"21\""));
        assertThat(troubles())
                .containsExactly(
                        "warn version differs: 0.1 on n1; 0.2 on n2",
                        "warn Java differs: 17 on n1; 21 on n2",
                        "bad configured otherwise on some nodes: session.retention");
    }

    @Test
    void clocksThatAreOffAreToldByHowMuch() {
        status.put("n1", status("n1").replace("\"clockOffsetMs\":12", "\"clockOffsetMs\":-2500"));
        status.put("n2", status("n2").replace("\"clockOffsetMs\":12", "\"clockOffsetMs\":61000"));
        assertThat(troubles())
                .containsExactly(
                        "warn the clock of n1 is 2.5 s behind ZooKeeper's",
                        "bad the clock of n2 is 61.0 s ahead of ZooKeeper's: batches that have ended are not removed");
    }

    @Test
    void zooKeeperIsLookedAt() {
        config.replaceAll((id, json) -> json.replace("z1:1,z2:1,z3:1", "z1:1"));
        status.put("n2", status("n2").replace("\"connected\"", "\"disconnected\""));
        zooKeeper = Optional.of(glance(Duration.ofSeconds(10), true));
        assertThat(troubles())
                .containsExactly(
                        "bad n2 is not connected to ZooKeeper",
                        "warn ZooKeeper has one server: nobody serves while it is down",
                        "warn ZooKeeper grants a session timeout of 10000 ms, not 6000",
                        "warn the store is open to everybody");

        zooKeeper = Optional.empty();
        assertThat(troubles()).contains("bad ZooKeeper cannot be asked from here: it is away");
    }

    @Test
    void whatTheServiceSuffersFromIsTold() {
        status.put(
                "n1", status("n1").replace("\"reasons\":[]", "\"reasons\":[\"no YARN\"],\"store\":{\"setAside\":3}"));
        cluster.replaceAll((id, json) -> json.replace("\"failureTolerance\":1", "\"failureTolerance\":0"));
        assertThat(troubles())
                .containsExactly(
                        "warn 3 records are set aside", "warn n1: no YARN", "bad no other node is ready to take over");

        cluster.replaceAll((id, json) -> json.replace("\"active\":\"n1\"", "\"active\":null"));
        assertThat(troubles()).contains("bad no node is active");
    }

    private List<String> troubles() {
        return findings().stream()
                .filter(finding -> finding.grade() != Grade.ok)
                .map(finding -> finding.grade() + " " + finding.text())
                .toList();
    }

    private List<Finding> findings() {
        Map<String, Optional<Words>> nodes = new LinkedHashMap<>();
        for (String id : List.of("n1", "n2")) {
            nodes.put(
                    id,
                    Optional.ofNullable(status.get(id))
                            .map(words -> new Words(
                                    json(words),
                                    json(cluster.getOrDefault(id, "")),
                                    json(config.getOrDefault(id, "")))));
        }
        return Diagnosis.of(new Examination(nodes, zooKeeper, "it is away"));
    }

    private static Glance glance(Duration negotiated, boolean openToAll) {
        return new Glance(Optional.empty(), List.of(), new Epoch(7), List.of(), List.of(), negotiated, openToAll);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String status(String id) {
        return """
                {"node":"%s","version":"0.1","clockOffsetMs":12,"zookeeper":"connected","reasons":[]}""".formatted(id);
    }

    private static String cluster() {
        return """
                {"active":"n1","failureTolerance":1,"nodes":[
                 {"node":"n1","http":"http://h1:1","reachable":true},{"node":"n2","http":"http://h2:1","reachable":true}]}""";
    }

    private static String config() {
        return """
                {"java":"17","yarn":"y","settings":{
                  "ha.zookeeper.quorum":{"value":"z1:1,z2:1,z3:1","set":true},
                  "ha.zookeeper.session-timeout.ms":{"value":"6000","set":false},
                  "session.spark.home":{"value":"/opt/spark","set":true},
                  "session.retention":{"value":"7d","set":true}}}""";
    }
}
