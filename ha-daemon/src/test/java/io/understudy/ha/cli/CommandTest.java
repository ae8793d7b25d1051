package io.understudy.ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of commands share: a node that says what they lay out, a configuration that names it, and what is printed. */
abstract class CommandTest {

    @TempDir
    Path conf;

    PlayedNode node;
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @BeforeEach
    final void start() throws IOException {
        node = new PlayedNode();
        configure(node.port());
    }

    @AfterEach
    final void stop() {
        node.close();
    }

    final void assertSentence(String... parts) {
        assertThat(err.toString()).contains(parts).doesNotContain("Exception").doesNotContain("\tat ");
    }

    final int run(String... args) {
        List<String> all = new ArrayList<>(List.of("--conf", conf.toString()));
        all.addAll(List.of(args));
        return execute(all.toArray(String[]::new));
    }

    final int execute(String... args) {
        return HaAdmin.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    final void configure(int... ports) throws IOException {
        StringBuilder xml = new StringBuilder("<configuration><property><name>ha.nodes</name><value>");
        for (int i = 1; i <= ports.length; i++) {
            xml.append("n").append(i).append(",");
        }
        xml.append("</value></property>");
        for (int i = 1; i <= ports.length; i++) {
            xml.append("<property><name>ha.http.address.n%d</name><value>127.0.0.1:%d</value></property>"
                    .formatted(i, ports[i - 1]));
        }
        Files.writeString(conf.resolve("ha-site.xml"), xml.append("</configuration>"));
    }

    static String cluster(long epoch, @Nullable String active, String problems, int storeFormat) {
        return cluster(epoch, active, problems)
                .replace("\"control\"", "\"storeFormat\":" + storeFormat + ",\"control\"");
    }

    static String paused(String paused) {
        return cluster(7, "n1", "[]").replace("\"control\"", "\"paused\":" + paused + ",\"control\"");
    }

    static String cluster(long epoch, @Nullable String active, String problems) {
        StringBuilder nodes = new StringBuilder();
        for (String id : List.of("n1", "n2")) {
            boolean serves = id.equals(active);
            nodes.append(nodes.isEmpty() ? "" : ",")
                    .append(("{\"node\":\"%s\",\"role\":\"%s\",\"serving\":%b,\"epoch\":%d,\"zookeeper\":\"connected\","
                                    + "\"since\":\"2026-01-01T00:00:00Z\",\"held\":0,\"version\":\"0.1\",\"reachable\":true,"
                                    + "\"control\":[],\"reasons\":[]}")
                            .formatted(id, serves ? "active" : "standby", serves, epoch));
        }
        return "{\"format\":1,\"cluster\":\"c\",\"epoch\":%d,\"active\":%s,\"nodes\":[%s],\"problems\":%s}"
                .formatted(epoch, active == null ? "null" : "\"" + active + "\"", nodes, problems);
    }
}
