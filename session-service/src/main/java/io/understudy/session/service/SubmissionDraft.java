package io.understudy.session.service;

import io.understudy.session.SubmissionLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The output of one attempt at a submission, as it comes in: cut into lines, and of many lines the first and the last
 * ones. Only the first ones are told while it goes on; what is left out and the last ones follow at the end, once. Each
 * later attempt has a quarter of the room of the one before.
 */
final class SubmissionDraft {

    private static final int ROOM = 44 * 1024;
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_WORD = 512;
    private static final String CUT_LINE = " ... (the line is longer)";
    private static final String GAP = "(some lines may be missing here: the service went on in another process)\n";

    private final int attempt;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder head = new StringBuilder();
    private final Deque<String> tail = new ArrayDeque<>();
    private final int tailRoom;
    private int headRoom;
    private int tailWeight;
    private int dropped;
    private String lastWord = "";
    private boolean ended;
    private Optional<SubmissionLog> told = Optional.empty();

    SubmissionDraft(int attempt) {
        int room = ROOM >> Math.min(30, 2 * (attempt - 1));
        this.attempt = attempt;
        this.headRoom = room / 2;
        this.tailRoom = room - headRoom;
    }

    int attempt() {
        return attempt;
    }

    /** Takes a piece of the output, of any length; ignored after the end. */
    void write(String text) {
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0 && !ended; end = text.indexOf('\n', start)) {
            lengthen(text.substring(start, end));
            endLine();
            start = end + 1;
        }
        if (!ended) {
            lengthen(text.substring(start));
        }
    }

    /**
     * Nothing will follow.
     *
     * @param last one line more that says why, if there is something to be said
     */
    void end(Optional<String> last) {
        if (!ended) {
            if (!line.isEmpty()) {
                endLine();
            }
            lastWord = last.map(said -> cut(said.replace('\n', ' ')) + "\n").orElse("");
            ended = true;
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether there is anything to be told that was not. */
    boolean hasNews() {
        return ended || !head.isEmpty();
    }

    /**
     * What should stand in the place of {@code stored}; the same if nothing should. As long as it does not stand there,
     * it is told again.
     */
    SubmissionLog after(SubmissionLog stored) {
        if (stored.isClosed(attempt)) {
            return stored;
        }
        if (told.isPresent() && !told.get().equals(stored)) {
            return told.get();
        }
        if (!hasNews()) {
            return stored;
        }
        StringBuilder news = new StringBuilder(head);
        if (ended) {
            if (dropped > 0) {
                news.append("... (").append(dropped).append(" lines are left out here)\n");
            }
            tail.forEach(kept -> news.append(kept).append('\n'));
        }
        boolean gap = told.isEmpty() && !stored.ended() && (stored.attempt() < attempt || !news.isEmpty());
        head.setLength(0);
        SubmissionLog next = stored.plus(attempt, (gap ? GAP : "") + news + lastWord, ended);
        told = Optional.of(next);
        return next;
    }

    /** More of a line than anybody wants to see is not kept. */
    private void lengthen(String part) {
        int room = Math.max(0, LONGEST_LINE + 1 - line.length());
        line.append(part, 0, Math.min(part.length(), room));
    }

    private void endLine() {
        if (line.length() > LONGEST_LINE) {
            line.setLength(LONGEST_LINE);
            line.append(CUT_LINE);
        } else if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        String whole = line.toString();
        line.setLength(0);
        int weight = SubmissionLog.weight(whole) + 2;
        if (weight <= headRoom) {
            head.append(whole).append('\n');
            headRoom -= weight;
            return;
        }
        headRoom = 0;
        tail.add(whole);
        tailWeight += weight;
        while (tailWeight > tailRoom) {
            tailWeight -= SubmissionLog.weight(tail.remove()) + 2;
            dropped++;
        }
    }

    private static String cut(String said) {
        return said.length() <= LONGEST_WORD ? said : said.substring(0, LONGEST_WORD) + CUT_LINE;
    }
}
