package io.understudy.session.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port. Nothing is looked up.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 0 for any free one
 */
public record HostPort(String host, int port) {

    private static final Pattern TEXT = Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^:\\[\\]/\\s]+)):([0-9]{1,5})");

    /** Reads {@code host:port} or {@code [address]:port}; empty if it is neither. */
    public static Optional<HostPort> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String address = matcher.group(1);
        int port = Integer.parseInt(matcher.group(3));
        return port > 65_535
                ? Optional.empty()
                : Optional.of(new HostPort(address == null ? matcher.group(2) : address, port));
    }

    /** Whether only this host reaches it, as far as the name tells. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
