package io.understudy.session;

import java.nio.charset.StandardCharsets;

/**
 * What YARN, or this service, has to say about a session's end. Cut visibly to what a record has room for.
 *
 * @param text at most {@value #MAX_BYTES} bytes in UTF-8; empty if there is nothing to say
 */
public record Diagnostics(String text) {

    /** What a record has room for. */
    public static final int MAX_BYTES = 4096;

    /** Nothing to say. */
    public static final Diagnostics NONE = new Diagnostics("");

    private static final String CUT = "\n... (cut here: too long for the record)";

    public Diagnostics {
        if (bytes(text) > MAX_BYTES) {
            throw new IllegalArgumentException("diagnostics of more than " + MAX_BYTES + " bytes");
        }
    }

    /** Takes as much of {@code said} as fits; what is cut is marked. */
    public static Diagnostics of(String said) {
        if (bytes(said) <= MAX_BYTES) {
            return new Diagnostics(said);
        }
        int room = MAX_BYTES - bytes(CUT);
        int end = 0;
        while (end < said.length()) {
            int next = end + Character.charCount(said.codePointAt(end));
            room -= bytes(said.substring(end, next));
            if (room < 0) {
                break;
            }
            end = next;
        }
        return new Diagnostics(said.substring(0, end) + CUT);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
