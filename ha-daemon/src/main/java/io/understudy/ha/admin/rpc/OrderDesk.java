package io.understudy.ha.admin.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.ha.gateway.Caller;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.LocalHandler;
import io.understudy.ha.gateway.Reply;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.ipc.Server;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Brings an order that came over RPC where {@code POST /ha/*} would have brought it. Who asks is the RPC's user: as
 * Kerberos proved it, else as {@link Authenticator} believes that address. On a handler's thread only.
 */
public final class OrderDesk {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalHandler administration;
    private final Authenticator authenticator;

    /** @param administration answers {@code POST /ha/*} */
    public OrderDesk(LocalHandler administration, Authenticator authenticator) {
        this.administration = administration;
        this.authenticator = authenticator;
    }

    /**
     * Gives an order and waits for its answer.
     *
     * @param path such as {@code /ha/switchover}
     * @throws AccessControlException if this user is not believed
     * @throws OutcomeUnknownException if no answer comes in time
     */
    Reply give(String path, Map<String, Object> wish) throws IOException {
        EdgeRequest order = order(path, wish);
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        administration.handle(order, reply::complete);
        try {
            return reply.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            throw new OutcomeUnknownException("The order was not answered within " + LIMIT.toSeconds() + " s.");
        }
    }

    /** An order of the user who calls now, as the administration takes it. */
    EdgeRequest order(String path, Map<String, Object> wish) throws IOException {
        String user = user();
        Map<String, Object> body = new LinkedHashMap<>(wish);
        body.put("by", user);
        return new EdgeRequest(
                "POST",
                path,
                "",
                Map.of("x-requested-by", "hadoop-rpc"),
                bytes(body),
                new Caller(believed(user)),
                Optional.empty());
    }

    private static String user() {
        UserGroupInformation caller = Server.getRemoteUser();
        return caller == null ? "" : caller.getShortUserName();
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
