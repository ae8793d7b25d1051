package io.understudy.session;

/**
 * What the attempts at submitting a batch have written, as it durably stands: whole lines, which only grow in number.
 *
 * @param attempt the attempt that wrote last; 0 if none has
 * @param ended whether nothing of that attempt will follow
 * @param text whole lines, each with its end; they fit into {@value #MAX_BYTES} bytes with all that is written beside
 *     them
 */
public record SubmissionLog(int attempt, boolean ended, String text) {

    /** What the store takes, whole. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Nothing was written. */
    public static final SubmissionLog NONE = new SubmissionLog(0, true, "");

    private static final int BESIDE = 1024;

    public SubmissionLog {
        if (attempt < 0 || (!text.isEmpty() && !text.endsWith("\n"))) {
            throw new IllegalArgumentException("attempt " + attempt + " with " + text.length() + " characters");
        }
    }

    /** A log in whose place stands something that cannot be read: no attempt will add to it. */
    public static SubmissionLog unreadable(String why) {
        return new SubmissionLog(Integer.MAX_VALUE, true, "(the submission's output cannot be read: " + why + ")\n");
    }

    /** Whether nothing of this attempt, or of an earlier one, will follow. */
    public boolean isClosed(int number) {
        return attempt > number || (attempt == number && ended);
    }

    /** Whether this is what became of {@code other} later, or the same. */
    public boolean isLaterThan(SubmissionLog other) {
        return attempt > other.attempt
                || (attempt == other.attempt && text.length() >= other.text.length() && (ended || !other.ended));
    }

    /** With more lines behind those that there are, as far as they fit. */
    public SubmissionLog plus(int number, String lines, boolean last) {
        int room = MAX_BYTES - BESIDE - weight(text);
        int end = 0;
        for (int next = lines.indexOf('\n') + 1; next > 0; next = lines.indexOf('\n', next) + 1) {
            room -= weight(lines.substring(end, next));
            if (room < 0) {
                break;
            }
            end = next;
        }
        return new SubmissionLog(number, last, text + lines.substring(0, end));
    }

    /** The bytes of a text in JSON, at most. */
    public static int weight(String text) {
        int weight = 0;
        for (int i = 0; i < text.length(); i++) {
            weight += weight(text.charAt(i));
        }
        return weight;
    }

    private static int weight(char unit) {
        if (unit == '\n' || unit == '\t' || unit == '"' || unit == '\\') {
            return 2;
        }
        if (unit < ' ' || Character.isSurrogate(unit)) {
            return 6;
        }
        return unit < 0x80 ? 1 : 3;
    }
}
