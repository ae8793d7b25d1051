package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.bench.load.SearchPath;
import io.understudy.local.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Debian's sshd on loopback, as the user of the test, with keys of its own. */
final class Sshd implements AutoCloseable {

    /** Where root's sshd wants to be able to shut itself in. */
    private static final Path EMPTY = Path.of("/run/sshd");

    private final Process process;
    private final int port;
    private final Path key;

    private Sshd(Process process, int port, Path key) {
        this.process = process;
        this.port = port;
        this.key = key;
    }

    /** The program, if it is there with what {@code sshfence} needs on its side. */
    static Optional<Path> program() {
        return SearchPath.program("sshd")
                .or(() -> Optional.of(Path.of("/usr/sbin/sshd")).filter(Files::isExecutable))
                .filter(sshd -> SearchPath.program("ssh-keygen").isPresent())
                .filter(sshd -> SearchPath.program("fuser").isPresent());
    }

    /** Starts it in a folder; it listens before long. */
    static Sshd open(Path folder) throws IOException, InterruptedException {
        Path hostKey = makeKey(folder.resolve("host-key"));
        Path key = makeKey(folder.resolve("key"));
        int port = Ports.anyFree(Set.of(), new Random());
        Path configuration = Files.writeString(folder.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                AuthorizedKeysFile %s.pub
                PidFile none
                StrictModes no
                UsePAM no
                PasswordAuthentication no
                """.formatted(port, hostKey, key));
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(EMPTY);
        }
        Process process = new ProcessBuilder(
                        program().orElseThrow().toString(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        return new Sshd(process, port, key);
    }

    private static Path makeKey(Path file) throws IOException, InterruptedException {
        Process keygen = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ecdsa", "-m", "PEM", "-N", "", "-f", file.toString())
                .inheritIO()
                .start();
        assertThat(keygen.waitFor()).isZero();
        return file;
    }

    /** The argument of {@code sshfence}. */
    String login() {
        return System.getProperty("user.name") + ":" + port;
    }

    /** A private key that it lets in. */
    Path key() {
        return key;
    }

    @Override
    public void close() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
    }
}
