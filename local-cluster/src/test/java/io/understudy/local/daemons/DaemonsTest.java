package io.understudy.local.daemons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Daemons daemons = new Daemons(
                dir,
                dir,
                new Daemons.Backend("c", "127.0.0.1:2181", dir, URI.create("http://127.0.0.1:8088"), staging),
                Map.of());
        daemons.configure(1, OptionalInt.empty());
        Path written = dir.resolve("nodes/n1/conf/session-site.xml");
        String before = Files.readString(written);

        Files.createDirectory(staging);
        daemons.configure(1, OptionalInt.empty());

        assertThat(written).hasContent(before);
    }
}
