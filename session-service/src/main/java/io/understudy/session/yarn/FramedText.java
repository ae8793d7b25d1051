package io.understudy.session.yarn;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes a log file as Hadoop prints it, aggregated or from a NodeManager: a header, the contents and a footer for each
 * part, and gives the contents alone. Keeps no more than its limit.
 */
final class FramedText extends OutputStream {

    private static final String LENGTH = "\nLogLength:";
    private static final String CONTENTS = "\nLogContents:\n";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final int limit;

    FramedText(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        printed.write(bytes, offset, Math.min(length, limit - printed.size()));
    }

    /** The contents of all parts, in order. */
    byte[] contents() {
        byte[] bytes = printed.toByteArray();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        int position = 0;
        while (true) {
            int length = text.indexOf(LENGTH, position);
            int header = length < 0 ? -1 : text.indexOf(CONTENTS, length);
            if (header < 0) {
                return contents.toByteArray();
            }
            String number = text.substring(length + LENGTH.length(), text.indexOf('\n', length + 1))
                    .trim();
            int begin = header + CONTENTS.length();
            int end = (int) Math.min(bytes.length, begin + Long.parseLong(number));
            contents.write(bytes, begin, end - begin);
            position = end;
        }
    }
}
