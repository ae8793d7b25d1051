package io.understudy.session.service;

import io.understudy.session.service.Cluster.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a batch has written, as far as it is known: lines that only grow in number.
 *
 * @param lines whole lines; the last one too once it is complete
 * @param chars how many characters of YARN's text they are
 * @param complete whether nothing will follow
 */
record Output(List<String> lines, int chars, boolean complete) {

    static final Output NONE = new Output(List.of(), 0, false);

    Output {
        lines = List.copyOf(lines);
    }

    /**
     * What is known after YARN gave {@code text}: what was shown before stays, what is new is added.
     *
     * @param over whether the batch has ended
     */
    static Optional<Output> after(Optional<Output> before, LogText text, boolean over) {
        if (text instanceof LogText.Text some) {
            return Optional.of(before.orElse(NONE).grown(some.text(), over && some.complete()));
        } else if (text instanceof LogText.Never never && over) {
            return Optional.of(before.orElse(NONE).ended(never.why()));
        }
        return before;
    }

    /** The end of an output of which no more can be had; one line says why. */
    Output ended(String why) {
        List<String> last = new ArrayList<>(lines);
        last.add("(" + why + ")");
        return new Output(last, chars, true);
    }

    /** How much memory it takes, roughly, in characters. */
    long weight() {
        return chars + 32L * lines.size();
    }

    /** Only what is behind the known characters is looked at, however long the text is by now. */
    private Output grown(String text, boolean whole) {
        List<String> longer = new ArrayList<>(lines);
        int start = chars;
        for (int end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', start)) {
            longer.add(text.substring(start, end));
            start = end + 1;
        }
        if (whole && start < text.length()) {
            longer.add(text.substring(start));
            start = text.length();
        }
        return new Output(longer, start, whole);
    }
}
