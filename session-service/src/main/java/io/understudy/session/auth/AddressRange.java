package io.understudy.session.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits. Names are never looked up.
 *
 * @param first the address that was written
 * @param bits how many of its bits count
 */
public record AddressRange(InetAddress first, int bits) {

    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern ADDRESS =
            Pattern.compile("(" + OCTET + "(?:\\." + OCTET + "){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+)(?:/([0-9]{1,3}))?");

    /** Reads {@code address} or {@code address/bits}; empty if it is neither, or would mean every address there is. */
    public static Optional<AddressRange> parse(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            InetAddress first = InetAddress.getByName(matcher.group(1));
            int all = first.getAddress().length * Byte.SIZE;
            int bits = matcher.group(2) == null ? all : Integer.parseInt(matcher.group(2));
            return bits < 1 || bits > all ? Optional.empty() : Optional.of(new AddressRange(first, bits));
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    /** Whether an address lies in it; one of the other family never does. */
    public boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < ours.length; i++) {
            int counting = Math.min(Byte.SIZE, Math.max(0, bits - i * Byte.SIZE));
            int mask = 0xff << (Byte.SIZE - counting);
            if (((ours[i] ^ theirs[i]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
