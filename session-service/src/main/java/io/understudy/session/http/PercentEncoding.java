package io.understudy.session.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes parts of a URI, strictly. */
final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * Decodes a segment of a path, or a name or value of a query.
     *
     * @param part which part it is, for the message
     * @throws Refusal if an escape is broken, or what it gives is not UTF-8
     */
    static String decode(String text, String part) throws Refusal {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                out.put(escaped(in, i, part));
                i += 2;
            } else {
                out.put(in[i]);
            }
        }
        return utf8(out.flip(), part);
    }

    private static byte escaped(byte[] in, int at, String part) throws Refusal {
        int high = at + 2 < in.length ? Character.digit(in[at + 1], 16) : -1;
        int low = at + 2 < in.length ? Character.digit(in[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw new Refusal(400, "The " + part + " has a broken percent escape.");
        }
        return (byte) (high << 4 | low);
    }

    private static String utf8(ByteBuffer bytes, String part) throws Refusal {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Refusal(400, "The " + part + " is not UTF-8.");
        }
    }
}
