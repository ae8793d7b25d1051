package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.understudy.local.Ports;
import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * From the tarball in empty folders, one for each "host": three daemons by {@code conf/} edits only, as README says. What
 * stands in README's section "Install" is what is run.
 */
final class TarballIT {

    private static Stage stage;
    private static final List<Host> HOSTS = new ArrayList<>();

    /** What would be a host of its own. */
    private record Host(String node, Path home, int port) {

        NodeClient client() {
            return new NodeClient(URI.create("http://127.0.0.1:" + port));
        }

        boolean says(String path) {
            try {
                return client().get(path).status() == 200;
            } catch (IOException down) {
                return false;
            }
        }
    }

    @BeforeAll
    static void install() throws Exception {
        Optional<Path> tarball = tarball();
        assumeTrue(tarball.isPresent(), "there is no tarball: mvn -Ptarball package makes it, and bin/test does");
        stage = Stage.prepare("tarball", 1, Map.of());
        stage.servers().start();
        Set<Integer> taken = new HashSet<>();
        for (String node : List.of("n1", "n2", "n3")) {
            int port = Ports.anyFree(taken, new Random());
            taken.add(port);
            Path host = Files.createDirectory(stage.dir().resolve("host-" + node));
            Files.copy(tarball.get(), host.resolve(tarball.get().getFileName()));
            run(host, readme("bash", "tar -xzf") + "pwd >../home");
            HOSTS.add(new Host(
                    node, Path.of(Files.readString(host.resolve("home")).strip()), port));
        }
        run(stage.dir(), here(readme("bash", "openssl"), "n1"));
        for (Host host : HOSTS) {
            Path conf = host.home().resolve("conf");
            Files.writeString(conf.resolve("ha-site.xml"), here(readme("xml", "ha.cluster.id"), host.node()));
            Files.writeString(
                    conf.resolve("session-site.xml"), here(readme("xml", "session.staging.dir"), host.node()));
            run(host.home(), here(readme("bash", "ha-daemon start"), host.node()));
        }
    }

    @AfterAll
    static void close() throws Exception {
        for (Host host : HOSTS) {
            run(host.home(), "bin/ha-daemon stop");
        }
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void oneServesAndABatchRunsThroughAStandby() throws Exception {
        Host active = host("/ha/active");
        Host standby = host("/ha/standby");
        int id = stage.post(standby.client(), "echo hello");
        stage.awaitState(standby.client(), id, "success");
        assertThat(stage.log(standby.client(), id)).contains("hello");
        await("all to be seen").atMost(Stage.LIMIT).untilAsserted(() -> {
            String status = run(standby.home(), readme("bash", "haadmin status"));
            assertThat(status).contains("active " + active.node()).contains("2 more nodes may fail");
        });
    }

    /** The first host that answers 200 to this. */
    private static Host host(String path) {
        return await("a node that is 200 at " + path)
                .atMost(Stage.LIMIT)
                .until(() -> HOSTS.stream().filter(host -> host.says(path)).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void theLicencesOfAllJarsAreThere() throws IOException {
        Path home = HOSTS.get(0).home();
        for (String jars : List.of("lib", "local-cluster/lib")) {
            Path licences = home.resolve(jars).resolveSibling("licenses");
            String list = Files.readString(licences.resolve("THIRD-PARTY.txt"));
            assertThat(list).doesNotContain("Unknown license");
            for (String jar : namesIn(home.resolve(jars))) {
                if (!jar.startsWith("understudy-")) {
                    assertThat(list).as("%s of %s", jar, jars).contains(":" + artifact(jar) + " ");
                }
            }
            assertThat(namesIn(licences.resolve("texts"))).hasSizeGreaterThan(30);
        }
    }

    @Test
    void whatIsRunCanBeRunAndNothingElse() throws IOException {
        Path home = HOSTS.get(0).home();
        assertThat(namesIn(home)).contains("README.md", "LICENSE", "bin", "conf", "docs", "lib", "licenses");
        for (String command : List.of("ha-daemon", "haadmin", "session-service", "quickstart")) {
            assertThat(home.resolve("bin").resolve(command)).isExecutable();
        }
        assertThat(Files.isExecutable(home.resolve("conf/ha-site.xml"))).isFalse();
        assertThat(namesIn(home.resolveSibling(".")))
                .containsExactlyInAnyOrder(home.getFileName().toString(), home.getFileName() + ".tar.gz", "home");
    }

    private static Optional<Path> tarball() throws IOException {
        try (Stream<Path> files = Files.list(Stage.home().resolveSibling("."))) {
            return files.filter(file -> file.getFileName().toString().matches("understudy-.*\\.tar\\.gz"))
                    .findFirst();
        }
    }

    /** The block of README's section "Install" that has these words. */
    private static String readme(String language, String words) throws IOException {
        String page = Files.readString(Stage.home().resolve("README.md"));
        String section = page.substring(page.indexOf("## Install"), page.indexOf("Coming from Livy"));
        return Pattern.compile("^ +```" + language + "\n(.*?)^ +```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(section)
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("README's \"Install\" has no " + language + " with " + words));
    }

    /** README's hosts, folders and servers are those of this test. */
    private static String here(String block, String node) {
        String text = block.replace("<value>n1</value>", "<value>" + node + "</value>")
                .replaceAll("zk1:2181[^<]*", stage.servers().zookeeper())
                .replace("/etc/understudy/", stage.dir() + "/")
                .replace("/etc/hadoop/conf", stage.servers().yarnConfDir().toString())
                .replaceAll("hdfs://[^<]*", "file://" + stage.dir().resolve("staging"));
        for (Host host : HOSTS) {
            text = text.replace("host" + host.node().substring(1) + ":8998", "127.0.0.1:" + host.port());
        }
        return text;
    }

    /** Runs lines as somebody at a terminal would; what they printed. */
    private static String run(Path folder, String lines) throws IOException, InterruptedException {
        Path output = Files.createTempFile(stage.dir(), "said-", ".txt");
        ProcessBuilder bash = new ProcessBuilder("bash", "-euc", lines)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        bash.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // What haadmin leaves there is of a place that will be gone.
        bash.environment().put("XDG_CACHE_HOME", stage.dir().toString());
        int exitCode = bash.start().waitFor();
        String said = Files.readString(output);
        assertThat(exitCode).as(lines + "\n" + said).isZero();
        return said;
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String artifact(String jar) {
        return jar.replaceFirst("-[0-9].*", "");
    }
}
