package io.understudy.session.auth.http;

import io.understudy.session.auth.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** What a request that Jetty received says for its sender. */
public record JettySender(Request request) implements Authenticator.Sender {

    /** That of the connection itself: whatever headers say of other addresses, anybody can say. */
    @Override
    public Optional<InetAddress> address() {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                ? Optional.ofNullable(peer.getAddress())
                : Optional.empty();
    }

    @Override
    public List<String> values(String header) {
        return request.getHeaders().getValuesList(header);
    }
}
