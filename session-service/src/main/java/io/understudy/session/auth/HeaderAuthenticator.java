package io.understudy.session.auth;

import io.understudy.session.UserList;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Believes a header that a proxy sets for the user whom it has authenticated. Only proxies at listed addresses are
 * believed; whoever else sends the header is refused, so that a way round the proxy is noticed.
 */
public final class HeaderAuthenticator implements Authenticator {

    private final String header;
    private final List<AddressRange> trusted;

    /**
     * @param header its name
     * @param trusted where it may come from
     */
    public HeaderAuthenticator(String header, List<AddressRange> trusted) {
        this.header = header;
        this.trusted = List.copyOf(trusted);
    }

    @Override
    public Identity identify(Sender sender) {
        List<String> users = sender.values(header);
        if (users.isEmpty()) {
            return new Identity.Nobody();
        }
        Optional<InetAddress> address = sender.address();
        if (trusted.stream().noneMatch(range -> address.filter(range::contains).isPresent())) {
            return new Identity.Refused(header + " is not believed from "
                    + address.map(InetAddress::getHostAddress).orElse("nowhere")
                    + ": session.auth.header.trusted-addresses does not have it.");
        }
        if (users.size() > 1) {
            return new Identity.Refused(header + " names more than one user.");
        }
        String user = users.get(0).strip();
        if (user.isEmpty()) {
            return new Identity.Nobody();
        }
        return UserList.isName(user)
                ? new Identity.Known(user)
                : new Identity.Refused(header + " does not name a user: letters, digits and . _ @ $ + - make a name.");
    }

    @Override
    public boolean isRequired() {
        return true;
    }

    @Override
    public Set<String> headers() {
        return Set.of(header.toLowerCase(Locale.ROOT));
    }
}
