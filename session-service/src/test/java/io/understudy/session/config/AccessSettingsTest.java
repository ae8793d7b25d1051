package io.understudy.session.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.session.AccessRules;
import io.understudy.session.UserList;
import io.understudy.session.auth.Authenticator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessSettingsTest {

    private final Map<String, String> values = new HashMap<>();

    private AccessSettings read() throws InvalidConfiguration {
        return AccessSettings.of(Settings.check(values, AccessSettings.KEYS));
    }

    private void refused(String sentence) {
        assertThatThrownBy(this::read).isInstanceOf(InvalidConfiguration.class).hasMessage(sentence);
    }

    private void byHeader() {
        values.put("session.auth.type", "header");
        values.put("session.auth.header.trusted-addresses", "127.0.0.1, 10.0.0.0/8");
    }

    @Test
    void unlessSaidOtherwiseEverythingIsOpen() throws Exception {
        AccessSettings settings = read();

        assertThat(settings.authenticator()).isSameAs(Authenticator.NONE);
        assertThat(settings.rules()).isEqualTo(AccessRules.OPEN);
        assertThat(settings.csrfProtection()).isFalse();
        assertThat(settings.header()).isEmpty();
    }

    @Test
    void csrfProtectionNeedsNoUsers() throws Exception {
        values.put("session.csrf-protection.enabled", "true");

        assertThat(read().csrfProtection()).isTrue();
    }

    @Test
    void everythingForUsers() throws Exception {
        byHeader();
        values.put("session.auth.header.name", "X-Forwarded-User");
        values.put("session.superusers", "hue,root");
        values.put("session.impersonation.enabled", "true");
        values.put("session.access-control.enabled", "true");
        values.put("session.access-control.view-users", "vera");
        values.put("session.access-control.modify-users", "mona");
        values.put("session.access-control.allowed-users", "alice");

        AccessSettings settings = read();

        assertThat(settings.authenticator().isRequired()).isTrue();
        assertThat(settings.authenticator().headers()).containsExactly("x-forwarded-user");
        assertThat(settings.header()).contains("X-Forwarded-User");
        assertThat(settings.rules())
                .isEqualTo(new AccessRules(
                        true,
                        true,
                        true,
                        UserList.of(List.of("hue", "root")),
                        UserList.of(List.of("mona")),
                        UserList.of(List.of("vera")),
                        UserList.of(List.of("alice"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"session.impersonation.enabled", "session.access-control.enabled"})
    void withoutAuthenticationNoUserCanBeRuled(String key) {
        values.put(key, "true");

        refused(key + " is true, but session.auth.type is none, so that no user is known: set session.auth.type to"
                + " header, or leave " + key + " out");
    }

    @Test
    void aHeaderComesFromSomewhere() {
        values.put("session.auth.type", "header");

        refused("session.auth.type is header, but nobody may send that header: put the addresses of your proxies into"
                + " session.auth.header.trusted-addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "X-HA-User", "host", "X-Requested-By"})
    void aHeaderThatMeansSomethingElseNamesNoUser(String name) {
        byHeader();
        values.put("session.auth.header.name", name);

        refused("session.auth.header.name is \"" + name + "\", which means something else here: let the proxy use"
                + " another header, such as X-Remote-User");
    }

    @Test
    void trustedAddressesAreAddresses() {
        byHeader();
        values.put("session.auth.header.trusted-addresses", "10.0.0.1,proxy.example.org");

        refused(
                "session.auth.header.trusted-addresses is \"10.0.0.1,proxy.example.org\": it must be addresses or ranges"
                        + " such as 10.0.0.7 or 10.1.0.0/16, separated by commas");
    }

    @Test
    void thereAreNoOtherWaysYet() {
        values.put("session.auth.type", "kerberos");

        refused("session.auth.type is \"kerberos\": it must be none or header");
    }
}
