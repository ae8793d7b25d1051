package io.understudy.session.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed when a header names a user. */
final class HeaderAuthenticatorTest {

    private static final Authenticator AUTHENTICATOR = new HeaderAuthenticator(
            "X-Remote-User",
            List.of(
                    AddressRange.parse("10.1.0.0/16").orElseThrow(),
                    AddressRange.parse("127.0.0.1").orElseThrow()));

    private static Identity identify(String address, String... users) throws UnknownHostException {
        InetAddress peer = InetAddress.getByName(address);
        return AUTHENTICATOR.identify(new Authenticator.Sender() {
            @Override
            public Optional<InetAddress> address() {
                return Optional.of(peer);
            }

            @Override
            public List<String> values(String header) {
                assertThat(header).isEqualTo("X-Remote-User");
                return Arrays.asList(users);
            }
        });
    }

    @Test
    void aTrustedProxyNamesTheUser() throws Exception {
        assertThat(identify("127.0.0.1", "alice")).isEqualTo(new Identity.Known("alice"));
        assertThat(identify("10.1.2.3", " alice@EXAMPLE.ORG ")).isEqualTo(new Identity.Known("alice@EXAMPLE.ORG"));
    }

    @Test
    void nobodyElseDoes() throws Exception {
        assertThat(identify("127.0.0.2", "alice"))
                .isEqualTo(new Identity.Refused("X-Remote-User is not believed from 127.0.0.2:"
                        + " session.auth.header.trusted-addresses does not have it."));
        assertThat(identify("10.2.0.1", "alice")).isInstanceOf(Identity.Refused.class);
        assertThat(identify("::1", "")).isInstanceOf(Identity.Refused.class);
    }

    @Test
    void withoutTheHeaderItIsNobodyWhereverItComesFrom() throws Exception {
        assertThat(identify("127.0.0.1")).isInstanceOf(Identity.Nobody.class);
        assertThat(identify("127.0.0.1", " ")).isInstanceOf(Identity.Nobody.class);
        assertThat(identify("127.0.0.2")).isInstanceOf(Identity.Nobody.class);
    }

    @Test
    void twoUsersAreNone() throws Exception {
        assertThat(identify("127.0.0.1", "alice", "root"))
                .isEqualTo(new Identity.Refused("X-Remote-User names more than one user."));
        assertThat(identify("127.0.0.1", "", "root")).isInstanceOf(Identity.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice,root", "alice root", "../root", "*", "-x", "a\u0000", "host/alice@REALM", "zoë"})
    void whatCanBeNoUserIsRefused(String user) throws Exception {
        assertThat(identify("127.0.0.1", user)).isInstanceOf(Identity.Refused.class);
    }

    @Test
    void theHeaderIsForNobodyBehind() {
        assertThat(AUTHENTICATOR.headers()).containsExactly("x-remote-user");
        assertThat(AUTHENTICATOR.isRequired()).isTrue();
        assertThat(Authenticator.NONE.isRequired()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16,10.1.255.255,true",
        "10.1.0.0/16,10.2.0.0,false",
        "10.1.128.0/17,10.1.127.255,false",
        "10.1.128.0/17,10.1.128.1,true",
        "192.168.7.9,192.168.7.9,true",
        "192.168.7.9,192.168.7.8,false",
        "128.0.0.0/1,255.0.0.1,true",
        "128.0.0.0/1,127.0.0.1,false",
        "fd00::/8,fd12::1,true",
        "fd00::/8,fe00::1,false",
        "::1,::1,true",
        "::1,127.0.0.1,false",
        "::ffff:127.0.0.1,127.0.0.1,true",
    })
    void aRangeHasTheAddressesThatBeginAlike(String range, String address, boolean contained) throws Exception {
        assertThat(AddressRange.parse(range).orElseThrow().contains(InetAddress.getByName(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "proxy.example.org",
                "10.1",
                "256.0.0.1",
                "10.1.0.0/33",
                "10.1.0.0/0",
                "::/0",
                "::1/129",
                "10.1.0.0/",
                "10.1.0.0/x",
                "1:2:3",
                ":",
                "a.b:1"
            })
    void whatIsNoAddressIsNoRange(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }
}
