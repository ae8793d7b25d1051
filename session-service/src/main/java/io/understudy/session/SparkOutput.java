package io.understudy.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last lines that a run of spark-submit has written, for people. Nothing is concluded from them: clients put words there,
 * by the name of a queue or of a class. Not for several threads.
 */
public final class SparkOutput {

    private static final int LINES = 20;
    private static final int LONGEST = 500;

    private final Deque<String> last = new ArrayDeque<>();

    /** Takes what was written next. */
    public void add(List<String> lines) {
        for (String line : lines) {
            last.addLast(line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...");
            if (last.size() > LINES) {
                last.removeFirst();
            }
        }
    }

    /** The last lines, each on a line of its own; empty if there are none. */
    public String lastWords() {
        return last.isEmpty() ? "" : ":\n" + String.join("\n", last);
    }
}
