package io.understudy.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortClaimsTest {

    @TempDir
    private Path dir;

    @Test
    void aPortIsClaimedOnce() throws IOException {
        try (PortClaims claims = PortClaims.in(dir.resolve("ports"))) {
            assertThat(claims.claim(20_000)).isTrue();
            assertThat(claims.claim(20_000)).isFalse();
            assertThat(claims.claim(20_001)).isTrue();
        }
    }

    @Test
    void noOtherProgramClaimsItUntilThisOneGivesItUp() throws Exception {
        Path file = dir.resolve("ports");
        try (PortClaims claims = PortClaims.in(file)) {
            assertThat(claims.claim(20_000)).isTrue();
            assertThat(claimsElsewhere(file, 20_000)).isFalse();
            assertThat(claimsElsewhere(file, 20_001)).isTrue();
        }
        assertThat(claimsElsewhere(file, 20_000)).isTrue();
    }

    @Test
    void whatWasChosenIsNotChosenAgainThoughNobodyHasBoundIt() throws IOException {
        Set<Integer> chosen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            // The same draw each time.
            chosen.add(Ports.anyFree(Set.of(), new Random(7)));
        }
        assertThat(chosen).hasSize(20);
    }

    private static boolean claimsElsewhere(Path file, int port) throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Claimant.class.getName(),
                        file.toString(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).isZero();
        return Boolean.parseBoolean(said.strip());
    }

    /** Another program: claims a port and says whether it could. */
    static final class Claimant {

        private Claimant() {}

        public static void main(String[] args) throws IOException {
            try (PortClaims claims = PortClaims.in(Path.of(args[0]))) {
                System.out.println(claims.claim(Integer.parseInt(args[1])));
            }
        }
    }
}
