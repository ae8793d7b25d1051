package io.understudy.session.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.session.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionServiceMainTest {

    @TempDir
    private Path home;

    @Test
    void argumentsThatAreUnderstood() {
        assertThat(SessionServiceMain.configurationFolder(new String[] {"run"})).contains(Path.of("conf"));
        assertThat(SessionServiceMain.configurationFolder(new String[] {"run", "--conf", "/etc/c"}))
                .contains(Path.of("/etc/c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fly", "run now", "run --conf", "run --config x", "start --conf x", "run --conf x y"})
    void argumentsThatAreNot(String line) {
        assertThat(SessionServiceMain.configurationFolder(line.split(" ", -1))).isEmpty();
    }

    private void site(String file, String... namesAndValues) throws IOException {
        StringBuilder xml = new StringBuilder("<configuration>");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            xml.append("<property><name>%s</name><value>%s</value></property>"
                    .formatted(namesAndValues[i], namesAndValues[i + 1]));
        }
        Files.writeString(Files.createDirectories(home.resolve("conf")).resolve(file), xml + "</configuration>");
    }

    private void open(Map<String, String> environment) throws InvalidConfiguration, IOException {
        StandaloneService.open(home.resolve("conf"), environment).close();
    }

    @Test
    void theDaemonsKeysArePassedOverButNotThoseThatBothHave() throws IOException {
        site("ha-site.xml", "ha.cluster.id", "c", "ha.zookeeper.quorum", "a:1", "ha.nodes", "n1", "ha.hold.time", "x");
        assertThatThrownBy(() -> open(Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("HADOOP_CONF_DIR");
        site("ha-site.xml", "ha.cluster.id", "c", "ha.zookeeper.quorom", "a:1");
        assertThatThrownBy(() -> open(Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("did you mean ha.zookeeper.quorum?");
    }

    @Test
    void aStateFolderThatCannotBeMadeIsNamed() throws IOException {
        Path occupied = Files.writeString(home.resolve("file"), "");
        site(
                "ha-site.xml",
                "ha.cluster.id",
                "c",
                "ha.zookeeper.quorum",
                "a:1",
                "ha.state.dir",
                occupied.toString(),
                "ha.zookeeper.auth",
                "digest:u:p");
        site("yarn-site.xml");
        assertThatThrownBy(() ->
                        open(Map.of("HADOOP_CONF_DIR", home.resolve("conf").toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The state folder " + occupied)
                .hasMessageContaining("ha.state.dir");
    }
}
