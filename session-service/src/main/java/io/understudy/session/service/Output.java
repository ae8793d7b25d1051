package io.understudy.session.service;

import io.understudy.session.service.Cluster.LogText;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch has written, as far as it is known: lines that only grow in number.
 *
 * @param lines whole lines; the last one too once it is complete
 * @param complete whether nothing will follow
 */
record Output(List<String> lines, boolean complete) {

    static final Output NONE = new Output(List.of(), false);

    Output {
        lines = List.copyOf(lines);
    }

    /**
     * What is known after YARN gave {@code text}. What was shown before stays, should YARN have less now.
     *
     * @param over whether the batch has ended
     */
    Output after(LogText text, boolean over) {
        if (text instanceof LogText.Text some) {
            Output read = read(some.text(), over && some.complete());
            return read.lines.size() < lines.size() ? new Output(lines, read.complete) : read;
        } else if (text instanceof LogText.Never never && over) {
            return ended(never.why());
        }
        return this;
    }

    /** The end of an output of which no more can be had; one line says why. */
    Output ended(String why) {
        List<String> last = new ArrayList<>(lines);
        last.add("(" + why + ")");
        return new Output(last, true);
    }

    /** How much memory it takes, roughly. */
    long chars() {
        return lines.stream().mapToLong(line -> line.length() + 32L).sum();
    }

    private static Output read(String text, boolean complete) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        if (complete && start < text.length()) {
            lines.add(text.substring(start));
        }
        return new Output(lines, complete);
    }
}
