package io.understudy.session.service;

import io.understudy.session.service.Cluster.LogText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was written into one place, as far as it is known: whole lines that only grow in number. Kept as one text, which
 * takes a fraction of the memory that its lines would.
 *
 * @param text the lines, each with its end
 * @param lines how many they are
 * @param complete whether nothing will follow
 */
record Output(String text, int lines, boolean complete) {

    static final Output NONE = new Output("", 0, false);

    /** Of whole lines. */
    static Output of(String text, boolean complete) {
        return new Output(text, (int) text.chars().filter(unit -> unit == '\n').count(), complete);
    }

    /** A line of our own in the place of all others. */
    static Output only(String line) {
        return NONE.ended(line);
    }

    /**
     * What is known after an answer of YARN: what was shown before stays, what is new is added.
     *
     * @param said what YARN gave
     * @param over whether the batch has ended
     * @param room for how many characters there is room
     */
    Output after(LogText said, boolean over, long room) {
        if (said instanceof LogText.Text some) {
            return grown(some.text(), over && some.complete(), room);
        } else if (said instanceof LogText.Never never && over) {
            return ended(never.why());
        }
        return this;
    }

    /** The end of an output of which no more can be had; one line says why. */
    Output ended(String why) {
        return new Output(text + "(" + why.replace('\n', ' ') + ")\n", lines + 1, true);
    }

    /** Lines from number {@code from} on, up to but without number {@code to}. */
    List<String> lines(int from, int to) {
        return from > lines / 2 ? last(lines - from, lines - to) : first(to, from);
    }

    /** So many of the first lines, but for the {@code without} very first ones. */
    private List<String> first(int count, int without) {
        List<String> first = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < count; i++) {
            int end = text.indexOf('\n', begin);
            if (i >= without) {
                first.add(text.substring(begin, end));
            }
            begin = end + 1;
        }
        return first;
    }

    /** So many of the last lines, but for the {@code without} very last ones. */
    private List<String> last(int count, int without) {
        Deque<String> last = new ArrayDeque<>();
        int end = text.length();
        for (int i = 0; i < count; i++) {
            int begin = text.lastIndexOf('\n', end - 2) + 1;
            if (i >= without) {
                last.addFirst(text.substring(begin, end - 1));
            }
            end = begin;
        }
        return List.copyOf(last);
    }

    /** Only what is behind the known characters is looked at, however long the text is by now. */
    private Output grown(String whole, boolean last, long room) {
        if (complete) {
            return this;
        }
        int most = (int) Math.min(whole.length(), room);
        int end = Math.max(whole.lastIndexOf('\n', most - 1) + 1, text.length());
        if (most < whole.length()) {
            return plus(whole, end, false)
                    .ended("cut here: the log is too long to be shown; \"yarn logs\" shows all of it");
        }
        return plus(whole, last ? whole.length() : end, last);
    }

    private Output plus(String whole, int end, boolean last) {
        if (end <= text.length()) {
            return new Output(text, lines, last);
        }
        String more = whole.substring(text.length(), end);
        Output added = of(more.endsWith("\n") ? more : more + "\n", last);
        return new Output(text + added.text, lines + added.lines, last);
    }
}
