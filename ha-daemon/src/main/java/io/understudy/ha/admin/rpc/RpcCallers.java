package io.understudy.ha.admin.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.ha.admin.Authority;
import io.understudy.ha.gateway.Caller;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.session.audit.Origin;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.ipc.Server;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Who calls over RPC, and what that user may order: as Kerberos proved it, else as {@link Authenticator} believes that
 * address. On a handler's thread only.
 */
public final class RpcCallers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String self;
    private final Authenticator authenticator;
    private final Authority authority;

    /**
     * @param self id of the node that is called
     * @param authority says who may give orders
     */
    public RpcCallers(String self, Authenticator authenticator, Authority authority) {
        this.self = self;
        this.authenticator = authenticator;
        this.authority = authority;
    }

    /**
     * Lets whoever calls now give orders, or not.
     *
     * @throws AccessControlException if not, with a sentence
     */
    public void admit() throws AccessControlException {
        Optional<Reply> refusal = authority.refusal(order("/ha/role", Map.of()));
        if (refusal.isPresent()) {
            throw new AccessControlException(sentence(refusal.get()));
        }
    }

    /** What a reply says. */
    static String sentence(Reply reply) {
        try {
            return JSON.readTree(reply.body()).path("msg").asText("HTTP status " + reply.status());
        } catch (IOException e) {
            return "HTTP status " + reply.status();
        }
    }

    /**
     * An order of the user who calls now, as {@code POST /ha/*} takes it.
     *
     * @throws AccessControlException if this user is not believed
     */
    EdgeRequest order(String path, Map<String, Object> wish) throws AccessControlException {
        UserGroupInformation caller = Server.getRemoteUser();
        String user = caller == null ? "" : caller.getShortUserName();
        Map<String, Object> body = new LinkedHashMap<>(wish);
        body.put("by", user);
        return new EdgeRequest(
                "POST",
                path,
                "",
                Map.of("x-requested-by", "hadoop-rpc"),
                bytes(body),
                new Caller(believed(user), new Origin(address(), self)),
                Optional.empty());
    }

    private static String address() {
        return Optional.ofNullable(Server.getRemoteAddress()).orElse("-");
    }

    private Optional<String> believed(String user) throws AccessControlException {
        if (UserGroupInformation.isSecurityEnabled()) {
            return Optional.of(user);
        }
        Identity identity = authenticator.identify(new Authenticator.Sender() {
            @Override
            public Optional<InetAddress> address() {
                return Optional.ofNullable(Server.getRemoteIp());
            }

            @Override
            public List<String> values(String header) {
                return List.of(user);
            }
        });
        if (identity instanceof Identity.Refused refused) {
            throw new AccessControlException(refused.why());
        }
        return identity instanceof Identity.Known known ? Optional.of(known.user()) : Optional.empty();
    }

    private static byte[] bytes(Map<String, Object> body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a value for JSON: " + body, e);
        }
    }
}
