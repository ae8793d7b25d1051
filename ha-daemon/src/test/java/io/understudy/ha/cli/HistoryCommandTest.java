package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code haadmin history}. */
final class HistoryCommandTest {

    private static final String TERMS = """
            {"format":1,"cluster":"c","terms":[
             {"epoch":3,"node":"n1","from":{"node":"n2","epoch":2},"cause":"switchover","by":"alice","reason":"new disks",
              "since":"2026-01-02T03:04:05.678Z","phases":{"elected":"2026-01-02T03:04:05.600Z","fenced":"2026-01-02T03:04:05.650Z",
              "recovered":"2026-01-02T03:04:05.800Z","serving":"2026-01-02T03:04:05.807Z"},
              "requests":{"n1":{"held":3,"failed":0},"n2":{"held":8,"failed":1}}},
             {"epoch":2,"node":"n2","from":{"node":"n1","epoch":1},"cause":"died","by":null,"reason":null,
              "since":"2026-01-01T00:00:00Z"},
             {"epoch":1,"node":"n1","since":"2026-01-01T00:00:00Z"}]}""";

    @TempDir
    private Path conf;

    private PlayedNode node;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        node = new PlayedNode();
        node.remembers(TERMS);
        Files.writeString(conf.resolve("ha-site.xml"), """
                <configuration>
                  <property><name>ha.nodes</name><value>n1</value></property>
                  <property><name>ha.http.address.n1</name><value>127.0.0.1:%d</value></property>
                </configuration>
                """.formatted(node.port()));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void eachTermIsARow() {
        assertThat(run()).isZero();

        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "EPOCH SINCE FROM TO CAUSE BY FENCE READ SERVE HELD FAILED REASON",
                        "3 2026-01-02T03:04:05Z n2 n1 switchover alice 50 150 7 11 1 new disks",
                        "2 2026-01-01T00:00:00Z n1 n2 died - - - - - - -",
                        "1 2026-01-01T00:00:00Z - n1 - - - - - - - -");
    }

    @Test
    void asJsonItIsWhatTheNodeSays() {
        assertThat(run("--format", "json")).isZero();

        assertThat(out.toString().strip()).isEqualTo(TERMS);
    }

    @Test
    void aLimitIsPassedOn() {
        assertThat(run("--limit", "7")).isZero();
        assertThat(node.historyQueries()).containsExactly("limit=7");
    }

    @Test
    void aLimitThatIsNoneIsAMistakeOfWhoeverAsks() {
        assertThat(run("--limit", "0")).isEqualTo(Failure.USAGE);
        assertThat(run("--limit", "many")).isEqualTo(Failure.USAGE);
        assertThat(err.toString()).startsWith("haadmin: --limit is a number from 1 to 1000.");
        assertThat(node.historyQueries()).isEmpty();
    }

    private int run(String... words) {
        List<String> line = new ArrayList<>(List.of("--conf", conf.toString(), "history"));
        line.addAll(List.of(words));
        return HaAdmin.execute(new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(String[]::new));
    }
}
