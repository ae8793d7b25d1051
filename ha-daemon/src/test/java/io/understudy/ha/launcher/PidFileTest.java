package io.understudy.ha.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidFileTest {

    private static final PidFile.Entry UP = new PidFile.Entry(4711, OptionalLong.of(4712), true);

    @TempDir
    Path dir;

    /** {@code bin/ha-daemon start} reads all the time while the launcher that it started takes the file. */
    @Test
    void isThereForTheTakingWhoeverReadsIt() throws Exception {
        Path file = dir.resolve("pid");
        Process readers = launch("read", file);
        try {
            assertThat(readers.getInputStream().read()).isEqualTo('r');
            for (int i = 0; i < 3000; i++) {
                try (PidFile taken = PidFile.take(file).orElseThrow()) {
                    taken.write(UP);
                }
            }
        } finally {
            readers.destroyForcibly().waitFor();
        }
    }

    @Test
    void isTakenForAsLongAsItsLauncherLives() throws Exception {
        Path file = dir.resolve("pid");
        Process launcher = launch("hold", file);
        try {
            assertThat(launcher.getInputStream().read()).isEqualTo('h');
            assertThat(PidFile.take(file)).isEmpty();
            assertThat(PidFile.read(file)).contains(UP);
        } finally {
            launcher.destroyForcibly().waitFor();
        }

        assertThat(PidFile.read(file)).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(UP.text());
        try (PidFile taken = PidFile.take(file).orElseThrow()) {
            assertThat(taken).isNotNull();
        }
    }

    private static Process launch(String what, Path file) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        what,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The other process. Locks of one process do not exclude each other. */
    static final class Other {

        private Other() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[1]);
            if (args[0].equals("hold")) {
                try (PidFile taken = PidFile.take(file).orElseThrow()) {
                    taken.write(UP);
                    say('h');
                    System.in.read();
                }
            } else {
                PidFile.read(file);
                say('r');
                while (true) {
                    PidFile.read(file);
                }
            }
        }

        private static void say(char ready) {
            System.out.print(ready);
            System.out.flush();
        }
    }
}
