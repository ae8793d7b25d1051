package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code haadmin history}. */
final class HistoryCommandTest extends CommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TERMS = """
            {"format":1,"cluster":"c","terms":[
             {"epoch":3,"node":"n1","from":{"node":"n2","epoch":2},"cause":"switchover","by":"alice","reason":"new disks",
              "since":"2026-01-02T03:04:05.678Z","phases":{"elected":"2026-01-02T03:04:05.600Z","fenced":"2026-01-02T03:04:05.650Z",
              "recovered":"2026-01-02T03:04:05.800Z","serving":"2026-01-02T03:04:05.807Z"},
              "requests":{"n1":{"held":3,"failed":0},"n2":{"held":8,"failed":1}}},
             {"epoch":2,"node":"n2","from":{"node":"n1","epoch":1},"cause":"died","by":null,"reason":null,
              "since":"2026-01-01T00:00:00Z","fencing":[
               {"node":"n1","incarnation":"a","epoch":1,"state":"done","tries":0,"by":"sshfence"},
               {"node":"n3","incarnation":"b","epoch":0,"state":"owed","tries":1}]},
             {"epoch":1,"node":"n1","since":"2026-01-01T00:00:00Z"}]}""";

    @BeforeEach
    void remember() {
        node.remembers(TERMS);
    }

    @Test
    void eachTermIsARow() {
        assertThat(history()).isZero();

        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "EPOCH SINCE FROM TO CAUSE BY FENCE READ SERVE HELD FAILED FENCED REASON",
                        "3 2026-01-02T03:04:05Z n2 n1 switchover alice 50 150 7 11 1 - new disks",
                        "2 2026-01-01T00:00:00Z n1 n2 died - - - - - - sshfence,owed -",
                        "1 2026-01-01T00:00:00Z - n1 - - - - - - - - -");
    }

    @Test
    void asJsonItIsWhatTheNodeSays() throws IOException {
        assertThat(history("--format", "json")).isZero();

        assertThat(out.toString().lines()).hasSize(1);
        assertThat(JSON.readTree(out.toString())).isEqualTo(JSON.readTree(TERMS));
    }

    @Test
    void aLimitIsPassedOn() {
        assertThat(history("--limit", "7")).isZero();
        assertThat(node.historyQueries()).containsExactly("limit=7");
    }

    @Test
    void aLimitThatIsNoneIsAMistakeOfWhoeverAsks() {
        assertThat(history("--limit", "0")).isEqualTo(Failure.USAGE);
        assertThat(history("--limit", "many")).isEqualTo(Failure.USAGE);
        assertThat(err.toString()).startsWith("haadmin: --limit is a number from 1 to 1000.");
        assertThat(node.historyQueries()).isEmpty();
    }

    private int history(String... words) {
        List<String> line = new ArrayList<>(List.of("history"));
        line.addAll(List.of(words));
        return run(line.toArray(String[]::new));
    }
}
