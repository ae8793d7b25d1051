package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.bench.load.SearchPath;
import io.understudy.local.Ports;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HAProxy as {@code docs/load-balancers.md} sets it up, in front of the daemons of a stage. */
final class Haproxy implements AutoCloseable {

    private static final Pattern SAMPLE = Pattern.compile("```haproxy\\n(.*?)```", Pattern.DOTALL);
    private static final String BIND = "0.0.0.0:8998";

    private final Process process;
    private final NodeClient client;

    private Haproxy(Process process, NodeClient client) {
        this.process = process;
        this.client = client;
    }

    /** The program on the PATH, if there is one. */
    static Optional<Path> program() {
        return SearchPath.program("haproxy");
    }

    /** Starts it with the sample, of which nothing is changed but addresses, and waits until it forwards. */
    static Haproxy open(Stage stage) throws IOException {
        int port = Ports.anyFree(Set.of(), new Random());
        Path configuration =
                Files.writeString(stage.dir().resolve("haproxy.cfg"), configuration(stage.ids(), stage, port));
        Process process = new ProcessBuilder(program().orElseThrow().toString(), "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(stage.dir().resolve("haproxy.log").toFile())
                .start();
        Haproxy haproxy = new Haproxy(process, new NodeClient(URI.create("http://127.0.0.1:" + port)));
        await("HAProxy, whose log is in " + stage.dir())
                .atMost(Stage.LIMIT)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> haproxy.client.get("/batches").ok());
        return haproxy;
    }

    private static String configuration(List<String> ids, Stage stage, int port) throws IOException {
        Matcher sample = SAMPLE.matcher(Files.readString(Stage.home().resolve("docs/load-balancers.md")));
        assertThat(sample.find()).as("the page has a sample").isTrue();
        String configuration = replaced(sample.group(1), BIND, "127.0.0.1:" + port);
        for (String id : ids) {
            configuration = replaced(
                    configuration,
                    id + ".example.com:8998",
                    stage.node(id).http().getAuthority());
        }
        return configuration;
    }

    private static String replaced(String text, String old, String now) {
        assertThat(text).containsOnlyOnce(old);
        return text.replace(old, now);
    }

    /** A client of the nodes, through HAProxy. */
    NodeClient client() {
        return client;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
