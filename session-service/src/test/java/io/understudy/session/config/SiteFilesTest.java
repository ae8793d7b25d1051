package io.understudy.session.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.session.SubmissionRules;
import io.understudy.session.service.ServiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteFilesTest {

    private static final Keys KEYS = ClusterSettings.KEYS.and(SessionSettings.KEYS);

    @TempDir
    private Path home;

    private Path write(String name, String... namesAndValues) throws IOException {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            xml.append("<property><name>%s</name><value>%s</value></property>\n"
                    .formatted(namesAndValues[i], namesAndValues[i + 1]));
        }
        Path conf = Files.createDirectories(home.resolve("conf"));
        return Files.writeString(conf.resolve(name), xml + "</configuration>\n");
    }

    private Settings load() throws InvalidConfiguration {
        return SiteFiles.load(home.resolve("conf"), KEYS);
    }

    @Test
    void bothFilesAreRead() throws Exception {
        write("ha-site.xml", "ha.cluster.id", "c", "ha.zookeeper.quorum", "a:1,b:2");
        write("session-site.xml", "session.poll.interval", "2s", "session.submit.horizon", "1m");
        ClusterSettings cluster = ClusterSettings.of(load(), home.resolve("conf"));
        assertThat(cluster)
                .isEqualTo(new ClusterSettings("c", "a:1,b:2", Duration.ofSeconds(6), home.resolve("state")));
        assertThat(cluster.root()).isEqualTo("/understudy/c");
        SessionSettings session = SessionSettings.of(load(), Map.of("HADOOP_CONF_DIR", "/etc/hadoop"));
        assertThat(session.hadoopFolder()).contains(Path.of("/etc/hadoop"));
        assertThat(session.service().pollInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(session.service().submission())
                .isEqualTo(
                        new SubmissionRules(Duration.ofMinutes(1), Duration.ofMinutes(1), SubmissionRules.Doubt.FAIL));
    }

    @Test
    void theDefaultsAreTheServices() throws Exception {
        write("ha-site.xml", "ha.cluster.id", "c", "ha.zookeeper.quorum", "a:1", "ha.state.dir", "/s");
        assertThat(SessionSettings.of(load(), Map.of()))
                .isEqualTo(new SessionSettings(
                        Optional.empty(), Optional.empty(), ServiceSettings.DEFAULT, Optional.empty(), List.of()));
        assertThat(ClusterSettings.of(load(), home.resolve("conf")).stateFolder())
                .isEqualTo(Path.of("/s"));
    }

    @Test
    void keysOfAnotherProgramCanBePassedOver() throws Exception {
        write("ha-site.xml", "ha.cluster.id", "c", "ha.zookeeper.quorum", "a:1", "ha.nodes", "n1");
        assertThatThrownBy(this::load).isInstanceOf(InvalidConfiguration.class);
        assertThat(SiteFiles.load(home.resolve("conf"), KEYS, key -> key.equals("ha.nodes"))
                        .values())
                .containsOnlyKeys("ha.cluster.id", "ha.zookeeper.quorum");
    }

    @Test
    void ourKeyBeatsTheEnvironment() throws Exception {
        write("ha-site.xml", "ha.cluster.id", "c", "ha.zookeeper.quorum", "a:1");
        write("session-site.xml", "session.hadoop.conf.dir", "/ours");
        assertThat(SessionSettings.of(load(), Map.of("HADOOP_CONF_DIR", "/theirs"))
                        .hadoopFolder())
                .contains(Path.of("/ours"));
    }

    @Test
    void aMissingQuorumSaysWhatToDo() throws Exception {
        write("ha-site.xml", "ha.cluster.id", "c");
        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("ha.zookeeper.quorum is not set: put the host:port list of your ZooKeeper servers into"
                        + " conf/ha-site.xml");
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("there is no configuration folder " + home.resolve("conf"));
    }

    @Test
    void brokenXmlIsOneSentence() throws Exception {
        Path file = write("ha-site.xml", "ha.cluster.id", "c");
        Files.writeString(file, Files.readString(file).replace("</configuration>", ""));
        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageStartingWith(file + " cannot be read: ")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aKeyThatRefersToItselfIsOneSentence() throws Exception {
        write("ha-site.xml", "ha.cluster.id", "${ha.zookeeper.quorum}", "ha.zookeeper.quorum", "${ha.cluster.id}");
        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidConfiguration.class)
                .message()
                .hasLineCount(1);
    }

    @Test
    void theClustersOwnFilesAreFoundOrAskedFor() throws Exception {
        Path conf = home.resolve("conf");
        assertThatThrownBy(() -> SiteFiles.loadHadoop(Optional.empty()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("HADOOP_CONF_DIR");
        assertThatThrownBy(() -> SiteFiles.loadHadoop(Optional.of(conf)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("there is no yarn-site.xml in " + conf);
        write("yarn-site.xml", "yarn.resourcemanager.hostname", "rm");
        write("core-site.xml", "fs.defaultFS", "hdfs://nn");
        Configuration hadoop = SiteFiles.loadHadoop(Optional.of(conf));
        assertThat(hadoop.get("yarn.resourcemanager.hostname")).isEqualTo("rm");
        assertThat(hadoop.get("fs.defaultFS")).isEqualTo("hdfs://nn");
    }

    @Test
    void aFileSystemThatIsNoUriIsOneSentence() throws Exception {
        write("ha-site.xml", "ha.cluster.id", "c", "ha.zookeeper.quorum", "a:1");
        Configuration hadoop = new Configuration(false);
        hadoop.set("fs.defaultFS", "hdfs:// nn");
        SessionSettings settings = SessionSettings.of(load(), Map.of());
        assertThatThrownBy(() -> settings.rules(hadoop))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("fs.defaultFS is \"hdfs:// nn\"");
    }
}
