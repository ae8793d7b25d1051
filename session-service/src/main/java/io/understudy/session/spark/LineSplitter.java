package io.understudy.session.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Makes lines out of bytes that come in pieces. A line that is longer than most screens is cut, visibly. */
final class LineSplitter {

    static final int LONGEST = 4096;
    private static final String CUT = " ... (cut)";

    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private boolean cut;

    /** The lines that end within {@code bytes}. */
    List<String> add(byte[] bytes) {
        List<String> whole = new ArrayList<>();
        for (byte next : bytes) {
            if (next == '\n') {
                whole.add(take());
            } else if (open.size() < LONGEST) {
                open.write(next);
            } else {
                cut = true;
            }
        }
        return whole;
    }

    /** What is left, if anything: a line without an end. */
    List<String> end() {
        return open.size() == 0 ? List.of() : List.of(take());
    }

    private String take() {
        String text = open.toString(UTF_8).stripTrailing() + (cut ? CUT : "");
        open.reset();
        cut = false;
        return text;
    }
}
