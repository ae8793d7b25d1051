package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code haadmin status}. */
final class StatusCommandTest extends CommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SCREEN = """
            {"format":1,"cluster":"c","epoch":7,"active":"n1","zookeeper":"connected","failureTolerance":1,
             "paused":{"until":"2026-01-01T02:00:00.123Z","by":"alice","reason":"new disks"},
             "pending":{"to":"n2","by":"bob","fate":"accepted"},
             "lastChange":{"epoch":7,"since":"2026-01-01T00:00:00.5Z","from":{"node":"n3"},"node":"n1","cause":"died"},
             "nodes":[
              {"node":"n1","role":"active","serving":true,"leaseMs":2449,"reachable":true,"version":"0.1",
               "tags":["rack-7","old"],"http":"http://h1:8998","reasons":["beware"],"zookeeper":"connected"},
              {"node":"n2","role":"standby","serving":false,"leaseMs":0,"reachable":true,"version":"0.1",
               "tags":[],"http":"http://h2:8998","reasons":[],"zookeeper":"disconnected"},
              {"node":"n3","role":"unknown","serving":false,"reachable":false,"seen":null,"http":"http://h3:8998"}],
             "problems":["n3 cannot be reached from n1"]}""";

    @Test
    void statusIsOneScreen() {
        node.says(SCREEN);

        assertThat(run("status")).isEqualTo(Failure.DEGRADED);
        assertThat(out.toString()).isEqualTo("""
                cluster c, epoch 7, active n1 (as n1 sees it)
                NODE  ROLE     STATE        SERVING  LEASE  LAST SEEN  VERSION  TAGS        ADDRESS
                n1    active   see below    yes      2.4 s  now        0.1      rack-7,old  h1:8998
                n2    standby  ok           no       -      now        0.1      -           h2:8998
                n3    unknown  unreachable  no       -      never      -        -           h3:8998
                health             degraded: 1 problem
                failure tolerance  1 more node may fail
                ZooKeeper          connected, but not n2
                pause              until 2026-01-01T02:00:00Z by alice (new disks)
                pending            switchover to n2 by bob, accepted
                last failover      2026-01-01T00:00:00Z epoch 7: n3 -> n1 (died)
                n1: beware
                ! n3 cannot be reached from n1
                """);
    }

    @Test
    void watchingShowsEachChangeOnceAndEndsWhenNobodyReads() throws IOException {
        String other = cluster(7, "n1", "[]").replace("\"held\":0", "\"held\":9");
        node.says(cluster(7, "n1", "[]")).says(other).says(cluster(8, "n2", "[]"));
        StringWriter lines = new StringWriter();
        PrintWriter reader = new PrintWriter(new ImpatientWriter(lines, 2), true);

        int exitCode = HaAdmin.execute(
                reader, new PrintWriter(err, true), "--conf", conf.toString(), "--format", "json", "status", "--watch");

        assertThat(exitCode).isZero();
        List<String> shown = lines.toString().lines().toList();
        assertThat(shown).hasSize(2);
        assertThat(JSON.readTree(shown.get(0)).path("epoch").asInt()).isEqualTo(7);
        assertThat(JSON.readTree(shown.get(1)).path("epoch").asInt()).isEqualTo(8);
        assertThat(JSON.readTree(shown.get(1)).path("at").asText()).endsWith("Z");
    }

    /** Somebody who reads some lines and goes. */
    private static final class ImpatientWriter extends FilterWriter {

        private int left;

        ImpatientWriter(Writer lines, int patience) {
            super(lines);
            left = patience;
        }

        @Override
        public void write(String text, int from, int length) throws IOException {
            super.write(text, from, length);
            if (text.endsWith("\n") && --left == 0) {
                throw new IOException("nobody reads");
            }
        }
    }

    @Test
    void statusAsJsonIsWhatTheNodeSays() {
        node.says(cluster(7, "n1", "[]"));

        assertThat(run("status", "--format", "json")).isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines(cluster(7, "n1", "[]"));
    }

    @Test
    void statusTellsWhatIsWrongByItsExitCode() {
        node.says(cluster(7, "n1", "[\"n3 cannot be reached\"]"));
        assertThat(run("status")).isEqualTo(Failure.DEGRADED);
        assertThat(out.toString()).contains("! n3 cannot be reached");
    }

    @Test
    void aNodeThatIsDownIsPassedOver() throws IOException {
        node.says(cluster(7, "n1", "[]"));
        configure(1, node.port());

        assertThat(run("status")).isZero();
    }
}
