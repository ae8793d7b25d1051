package io.understudy.ha.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the mark of a forwarded request and reads it back: an HMAC over the mark, the method and the target, with the
 * secret that the nodes share. Any thread may call.
 */
final class MarkSigner {

    private static final String ALGORITHM = "HmacSHA256";

    private final Supplier<Optional<byte[]>> secret;
    private volatile Optional<Keyed> keyed = Optional.empty();

    /** A Mac that is ready for a key: copying it is much cheaper than making one. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Keyed(byte[] key, Mac ready) {}

    MarkSigner(Supplier<Optional<byte[]>> secret) {
        this.secret = secret;
    }

    /** The header's value; empty as long as this node does not know the secret. */
    Optional<String> sign(Mark mark, String method, String target) {
        String text = mark.text();
        return secret.get()
                .map(key -> text + "."
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, text, method, target)));
    }

    /** The mark, if a node of this cluster signed it for this very request. */
    Optional<Mark> verify(String header, String method, String target) {
        int end = header.lastIndexOf('.');
        Optional<byte[]> key = secret.get();
        if (end < 0 || key.isEmpty()) {
            return Optional.empty();
        }
        String text = header.substring(0, end);
        byte[] expected = mac(key.get(), text, method, target);
        byte[] given = decode(header.substring(end + 1));
        return MessageDigest.isEqual(expected, given) ? Mark.parse(text) : Optional.empty();
    }

    private static byte[] decode(String signature) {
        try {
            return Base64.getUrlDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] mac(byte[] key, String text, String method, String target) {
        try {
            Mac mac = (Mac) ready(key).clone();
            return mac.doFinal((method + "\n" + target + "\n" + text).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM + " and can copy it", e);
        }
    }

    private Mac ready(byte[] key) throws GeneralSecurityException {
        Optional<Keyed> known = keyed;
        if (known.isPresent() && MessageDigest.isEqual(known.get().key(), key)) {
            return known.get().ready();
        }
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key, ALGORITHM));
        keyed = Optional.of(new Keyed(key.clone(), mac));
        return mac;
    }
}
