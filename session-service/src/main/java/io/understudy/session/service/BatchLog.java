package io.understudy.session.service;

import io.understudy.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log of a command batch as one array of lines that only grows: three headers first, as a new batch of Livy has them,
 * then its output, then YARN's diagnostics once the output is complete.
 */
final class BatchLog {

    private static final String STDOUT = "stdout: ";
    private static final String DIAGNOSTICS = "\nYARN Diagnostics: ";
    private static final List<String> HEADERS = List.of(STDOUT, "\nstderr: ", DIAGNOSTICS);

    private BatchLog() {}

    /**
     * All lines.
     *
     * @param output empty as long as nothing could be had
     */
    static List<String> lines(Session session, Optional<Output> output) {
        List<String> lines = new ArrayList<>(HEADERS);
        output.ifPresent(known -> {
            lines.add(STDOUT);
            lines.addAll(known.lines());
        });
        if (session.isOver() && output.map(Output::complete).orElse(false)) {
            addDiagnostics(session, lines);
        }
        return lines;
    }

    /** The last lines that can be shown without asking YARN, at most {@code count}. */
    static List<String> tail(Session session, Optional<Output> output, int count) {
        List<String> lines = new ArrayList<>(HEADERS);
        output.ifPresent(known -> {
            lines.add(STDOUT);
            int size = known.lines().size();
            lines.addAll(known.lines().subList(Math.max(0, size - count), size));
        });
        if (session.isOver()) {
            addDiagnostics(session, lines);
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    private static void addDiagnostics(Session session, List<String> lines) {
        lines.add(DIAGNOSTICS);
        session.diagnostics().text().lines().forEach(lines::add);
    }
}
