package io.understudy.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run of spark-submit has written: its last lines, and the application that it says to have submitted. Other lines
 * name an application too, seconds before there is one. Not for several threads.
 */
public final class SparkOutput {

    private static final Pattern SUBMITTED = Pattern.compile("\\bSubmitted application (application_[0-9]+_[0-9]+)\\b");
    private static final int LINES = 20;
    private static final int LONGEST = 500;

    private final Deque<String> last = new ArrayDeque<>();
    private Optional<ApplicationId> application = Optional.empty();

    /** Takes what was written next. */
    public void add(List<String> lines) {
        for (String line : lines) {
            last.addLast(line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...");
            if (last.size() > LINES) {
                last.removeFirst();
            }
            application = application.or(() -> submitted(line));
        }
    }

    /** The application that was submitted, once it was. */
    public Optional<ApplicationId> application() {
        return application;
    }

    /** The last lines, each on a line of its own; empty if there are none. */
    public String lastWords() {
        return last.isEmpty() ? "" : ":\n" + String.join("\n", last);
    }

    private static Optional<ApplicationId> submitted(String line) {
        Matcher matcher = SUBMITTED.matcher(line);
        return matcher.find() ? ApplicationId.parse(matcher.group(1)) : Optional.empty();
    }
}
