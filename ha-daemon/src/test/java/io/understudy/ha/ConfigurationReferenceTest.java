package io.understudy.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.ha.fencing.FencingSettings;
import io.understudy.session.config.AccessSettings;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.config.SessionSettings;
import io.understudy.session.config.zookeeper.ZooKeeperKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/configuration.md is made from the code; run with {@code -Dupdate} to write it. */
final class ConfigurationReferenceTest {

    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

    @Test
    void theReferenceIsWhatTheCodeSays() throws IOException {
        String reference = """
                # Configuration

                Made from the code: change a key there, then run the test `ConfigurationReferenceTest` with `-Dupdate`.

                Files are Hadoop's XML. `ha.*` keys belong into `conf/ha-site.xml`, `session.*` keys into
                `conf/session-site.xml`; what is neither belongs into your cluster's own files, in `HADOOP_CONF_DIR`. A key
                that is unknown or a value that does not parse stops the start. All nodes have the same values, but for
                `ha.node.id` and what names a place on one host; `/ha/cluster` tells when they differ.

                ## The daemon

                %s
                ## Fencing methods

                %s
                ## The cluster's data

                `bin/session-service` reads these as well.

                %s
                ## Who may touch the store

                `bin/session-service` reads these as well. [Operations](operations.md) has examples to copy.

                %s
                ## Batches

                %s
                ## Users

                [Users](users.md) tells how they go together.

                %s
                ## Environment

                | variable | |
                |---|---|
                | `JAVA_HOME` | the Java 17 to run with; else the one on the `PATH` |
                | `HADOOP_CONF_DIR` | folder of the cluster's core-site.xml and yarn-site.xml |
                | `UNDERSTUDY_JAVA_OPTS` | options of the daemon's JVM; `-Xms512m -Xmx512m` unless set |
                | `UNDERSTUDY_LOG_DIR` | where `bin/ha-daemon start` puts log and pid file; `logs` beside `bin` unless set |
                | `UNDERSTUDY_LOG_FORMAT` | `text`, unless set, or `json`: how the log looks |
                | `UNDERSTUDY_CLUSTER_JSON` | a `cluster.json` whose entry of this node the launcher keeps current |
                """.formatted(
                        HaConfig.OWN_KEYS.markdown(),
                        FencingSettings.KEYS.markdown(),
                        ClusterSettings.KEYS.markdown(),
                        ZooKeeperKeys.KEYS.markdown(),
                        SessionSettings.KEYS.markdown(),
                        AccessSettings.KEYS.markdown());
        if (System.getProperty("update") != null) {
            Files.writeString(REFERENCE, reference);
        }
        assertThat(REFERENCE).hasContent(reference);
    }
}
