package io.understudy.ha.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the cord. */
final class CustodyTest {

    private static final Custody FULL = new Custody(
            "a:1,b:2",
            Map.of("zookeeper.client.secure", "true"),
            List.of(new Custody.Credential("digest", "me:pass\n\"word\"")),
            List.of(new Custody.Login("Module", "LoginModuleControlFlag: required", Map.of("keyTab", "/k"))),
            List.of(new Custody.Right(31, "auth", "")),
            "/understudy/c/graves/i",
            "{\"node\":\"n1\"}",
            List.of(
                    new Ticket(0xffff_ffff_0000_0001L, "00ff", Duration.ofSeconds(6)),
                    new Ticket(2, "", Duration.ofSeconds(4))));

    @Test
    void arrivesAsItWasInOneLine() {
        assertThat(FULL.toJson()).doesNotContain("\n");
        assertThat(Custody.parse(FULL.toJson())).isEqualTo(FULL);
        assertThat(Custody.parse(FULL.with(List.of()).toJson())).isEqualTo(FULL.with(List.of()));
    }

    @Test
    void showsNoSecret() {
        assertThat(FULL.toString()).doesNotContain("pass", "00ff").contains("0xffffffff00000001", "a:1,b:2");
    }

    @Test
    void theLongestTimeoutCounts() {
        assertThat(FULL.longestTimeout()).contains(Duration.ofSeconds(6));
        assertThat(FULL.with(List.of()).longestTimeout()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "secret", "{\"connectString\":7}", "null"})
    void nonsenseIsRefusedWithoutAWordOfIt(String nonsense) {
        assertThatThrownBy(() -> Custody.parse(nonsense))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("what the daemon left in custody cannot be read");
    }
}
