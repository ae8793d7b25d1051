package io.understudy.local.daemons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DaemonsTest {

    @TempDir
    private Path dir;

    /** A node that is started later must not seem to have another configuration than those that run. */
    @Test
    void aConfigurationIsTheSameOnceThereIsAStagingFolder() throws IOException {
        Path staging = dir.resolve("staging");
        Daemons daemons = daemons(Map.of());
        daemons.configure(1, OptionalInt.empty());
        Path written = dir.resolve("nodes/n1/conf/session-site.xml");
        String before = Files.readString(written);

        Files.createDirectory(staging);
        daemons.configure(1, OptionalInt.empty());

        assertThat(written).hasContent(before);
    }

    @Test
    void thePasswordOfTheStoreIsMadeUpOnceForItsOwnerAlone() throws IOException {
        Daemons daemons = daemons(Map.of());
        daemons.configure(1, OptionalInt.empty());
        Path file = dir.toRealPath().resolve("conf/zookeeper-auth");
        String auth = daemons.zooKeeperAuth();

        assertThat(auth).matches("digest:understudy:[0-9a-f]{32}");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(dir.resolve("nodes/n1/conf/ha-site.xml"))
                .content()
                .contains("<name>ha.zookeeper.auth</name><value>@" + file + "</value>")
                .doesNotContain(auth.substring(auth.lastIndexOf(':') + 1));

        daemons(Map.of()).configure(2, OptionalInt.empty());
        assertThat(daemons.zooKeeperAuth()).isEqualTo(auth);
    }

    @Test
    void whoWantsAnOpenStoreGetsIt() throws IOException {
        daemons(Map.of("ha.zookeeper.acl", "world:anyone:cdrwa")).configure(1, OptionalInt.empty());

        assertThat(dir.resolve("nodes/n1/conf/ha-site.xml"))
                .content()
                .contains("world:anyone:cdrwa")
                .doesNotContain("ha.zookeeper.auth");
    }

    private Daemons daemons(Map<String, String> settings) throws IOException {
        Path staging = dir.resolve("staging");
        return new Daemons(
                dir,
                dir,
                new Daemons.Backend("c", "127.0.0.1:2181", dir, URI.create("http://127.0.0.1:8088"), staging),
                settings);
    }
}
