package io.understudy.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.ha.gateway.Caller;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.session.audit.Origin;
import io.understudy.session.config.AccessSettings;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Settings;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may give orders. */
final class OrderAuthorityTest {

    private final Map<String, String> values = new HashMap<>();

    private String refusal(Optional<String> user, Map<String, String> headers) throws InvalidConfiguration {
        AccessSettings access = AccessSettings.of(Settings.check(values, AccessSettings.KEYS));
        EdgeRequest order = new EdgeRequest(
                "POST", "/ha/pause", "", headers, new byte[0], new Caller(user, Origin.UNKNOWN), Optional.empty());
        return new OrderAuthority(access)
                .refusal(order)
                .map(OrderAuthorityTest::text)
                .orElse("");
    }

    private static String text(Reply reply) {
        return reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void whereNobodyIsKnownEverybodyMay() throws Exception {
        assertThat(refusal(Optional.empty(), Map.of())).isEmpty();
    }

    @Test
    void whereUsersAreKnownSuperusersMay() throws Exception {
        values.put("session.auth.type", "header");
        values.put("session.auth.header.trusted-addresses", "127.0.0.1");
        values.put("session.superusers", "root");

        assertThat(refusal(Optional.of("root"), Map.of())).isEmpty();
        assertThat(refusal(Optional.of("alice"), Map.of()))
                .startsWith("403 {\"msg\":\"User 'alice' is no superuser")
                .contains("session.superusers");
        assertThat(refusal(Optional.empty(), Map.of())).startsWith("401 {\"msg\":\"");
    }

    @Test
    void anOrderCannotBeForgedByAPage() throws Exception {
        values.put("session.csrf-protection.enabled", "true");

        assertThat(refusal(Optional.empty(), Map.of()))
                .isEqualTo("400 {\"msg\":\"Missing Required Header for CSRF protection.\"}");
        assertThat(refusal(Optional.empty(), Map.of("x-requested-by", "haadmin")))
                .isEmpty();
    }

    @Test
    void whereZkfcsDecideNobodyElseDoes() throws Exception {
        ControllersDecide authority = new ControllersDecide(
                new OrderAuthority(AccessSettings.of(Settings.check(values, AccessSettings.KEYS))));
        for (String path : List.of("/ha/switchover", "/ha/step-down", "/ha/pause")) {
            assertThat(authority
                            .refusal(order(path))
                            .map(OrderAuthorityTest::text)
                            .orElse(""))
                    .startsWith("412 ")
                    .contains("use haadmin -failover");
        }
        assertThat(authority.refusal(order("/ha/resume"))).isEmpty();
        assertThat(authority.refusal(order("/ha/finalize"))).isEmpty();
    }

    private static EdgeRequest order(String path) {
        return new EdgeRequest("POST", path, "", Map.of(), new byte[0], Caller.NOBODY, Optional.empty());
    }
}
