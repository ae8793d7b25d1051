package io.understudy.session.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SettingsTest {

    private static final Key<String> QUORUM = Key.required("ha.quorum", Format.text(), "the servers", "Where.");
    private static final Key<Duration> INTERVAL = Key.of("session.interval", Format.duration(), "1s", "How often.");
    private static final Key<Integer> LIMIT = Key.optional("session.limit", Format.integer(1, 9), "How many.");
    private static final Key<HostPort> ADDRESS =
            Key.optional("ha.address.<node>", Format.hostPort(), "Where a node listens.");
    private static final Keys KEYS = Keys.of(QUORUM, INTERVAL, LIMIT, ADDRESS)
            .and(new Keys(List.of(), Map.of("session.period", "use session.interval")));

    private static Settings check(Map<String, String> raw) throws InvalidConfiguration {
        return Settings.check(raw, KEYS);
    }

    private static void refused(Map<String, String> raw, String sentence) {
        assertThatThrownBy(() -> check(raw))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage(sentence);
    }

    @Test
    void whatIsNotSetHasItsDefaultOrNothing() throws InvalidConfiguration {
        Settings settings = check(Map.of("ha.quorum", "a:1"));
        assertThat(settings.get(QUORUM)).isEqualTo("a:1");
        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.find(LIMIT)).isEmpty();
        assertThat(settings.find(ADDRESS.at("n1"))).isEmpty();
        assertThat(settings.values()).containsExactly(Map.entry("ha.quorum", "a:1"));
        assertThatThrownBy(() -> settings.get(LIMIT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsSetCounts() throws InvalidConfiguration {
        Settings settings = check(Map.of(
                "ha.quorum", "a:1", "session.interval", " 500ms ", "session.limit", "9", "ha.address.n1", "h:80"));
        assertThat(settings.get(INTERVAL)).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.get(LIMIT)).isEqualTo(9);
        assertThat(settings.find(ADDRESS.at("n1"))).contains(new HostPort("h", 80));
        assertThat(settings.find(ADDRESS.at("n2"))).isEmpty();
        assertThat(settings.require(ADDRESS.at("n1")).port()).isEqualTo(80);
    }

    @Test
    void whatAProgramGoesByIsShownWithoutSecrets() throws InvalidConfiguration {
        Keys keys = KEYS.and(Keys.of(Key.secret("ha.password", "a password", "Hush.")));

        Map<String, Settings.Shown> shown = Settings.check(
                        Map.of("ha.quorum", "a:1", "ha.address.n1", "h:80", "ha.password", "hush"), keys)
                .effective();

        assertThat(shown)
                .isEqualTo(Map.of(
                        "ha.quorum", new Settings.Shown(Optional.of("a:1"), true),
                        "ha.address.n1", new Settings.Shown(Optional.of("h:80"), true),
                        "ha.password", new Settings.Shown(Optional.empty(), true),
                        "session.interval", new Settings.Shown(Optional.of("1s"), false)));
    }

    @Test
    void anUnknownKeyIsToldWithTheNearestOne() {
        refused(
                Map.of("ha.quorum", "a:1", "session.intervall", "1s"),
                "session.intervall is not a key: did you mean session.interval? docs/configuration.md has them all");
        refused(
                Map.of("ha.quorum", "a:1", "ha.adress.n1", "h:80"),
                "ha.adress.n1 is not a key: did you mean ha.address.<node>? docs/configuration.md has them all");
        refused(
                Map.of("ha.quorum", "a:1", "ha.address.", "h:80"),
                "ha.address. is not a key: did you mean ha.address.<node>? docs/configuration.md has them all");
    }

    @Test
    void keysOfOthersBelongElsewhere() {
        refused(
                Map.of("ha.quorum", "a:1", "yarn.resourcemanager.hostname", "rm"),
                "yarn.resourcemanager.hostname is not a key of Understudy: move it to your cluster's own core-site.xml"
                        + " or yarn-site.xml");
    }

    @Test
    void aRetiredKeyIsToldWithWhatToDo() {
        refused(
                Map.of("ha.quorum", "a:1", "session.period", "1s"),
                "session.period is no longer a key: use session.interval");
    }

    @Test
    void aValueThatDoesNotParseIsToldWithWhatIsExpected() {
        refused(
                Map.of("ha.quorum", "a:1", "session.interval", "soon "),
                "session.interval is \"soon\": it must be a duration such as 500ms, 10s, 15m, 24h or 7d");
        refused(
                Map.of("ha.quorum", "a:1", "session.limit", "10"),
                "session.limit is \"10\": it must be an integer from 1 to 9");
    }

    @Test
    void aRequiredKeyIsMissed() throws InvalidConfiguration {
        refused(Map.of(), "ha.quorum is not set: put the servers into conf/ha-site.xml");
        refused(Map.of("ha.quorum", "  "), "ha.quorum is not set: put the servers into conf/ha-site.xml");
        Settings settings = check(Map.of("ha.quorum", "a:1"));
        assertThatThrownBy(() -> settings.require(ADDRESS.at("n2")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("ha.address.n2 is not set: put it into conf/ha-site.xml");
    }

    @Test
    void theReferenceHasARowForEachKey() {
        assertThat(KEYS.markdown()).isEqualTo("""
                | key | default | value | |
                |---|---|---|---|
                | `ha.quorum` | *required* | a text | Where. |
                | `session.interval` | `1s` | a duration such as 500ms, 10s, 15m, 24h or 7d | How often. |
                | `session.limit` |  | an integer from 1 to 9 | How many. |
                | `ha.address.<node>` |  | host:port | Where a node listens. |
                """);
    }

    @Test
    void aDefaultMustBeAValue() {
        assertThatThrownBy(() -> Key.of("session.x", Format.integer(1, 2), "3", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("session.x");
    }
}
