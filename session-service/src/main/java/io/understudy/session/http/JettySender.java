package io.understudy.session.http;

import io.understudy.session.auth.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.server.Request;

/** What a request that Jetty received says for its sender. */
record JettySender(Request request) implements Authenticator.Sender {

    /** That of the connection itself: whatever headers say of other addresses, anybody can say. */
    @Override
    public InetAddress address() {
        return ((InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress()).getAddress();
    }

    @Override
    public List<String> values(String header) {
        return request.getHeaders().getValuesList(header);
    }
}
