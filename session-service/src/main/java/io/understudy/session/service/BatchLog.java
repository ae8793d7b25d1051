package io.understudy.session.service;

import io.understudy.session.Application;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.Attempt;
import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.Diagnostics;
import io.understudy.session.Ending;
import io.understudy.session.KnownDrivers;
import io.understudy.session.Session;
import io.understudy.session.SessionState;
import io.understudy.session.service.KnownLog.Place;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The log of a batch as one array of lines that only grows: three headers first, as a new batch of Livy has them, then
 * blocks in an order that the record alone decides. A block is shown once all before it are complete: the submission's
 * output, each attempt's stderr and stdout (of a command one output with both), YARN's diagnostics.
 */
final class BatchLog {

    /** What is said of a batch that ended without a container. */
    static final String NO_CONTAINER = "the batch has no container of which an output could be read";

    private static final String STDOUT = "stdout: ";
    private static final String STDERR = "\nstderr: ";
    private static final String DIAGNOSTICS = "\nYARN Diagnostics: ";
    private static final List<String> HEADERS = List.of(STDOUT, STDERR, DIAGNOSTICS);
    private static final String SUBMITTED_ELSEWHERE =
            "the batch was not submitted from here; what its submission wrote is not known";

    private BatchLog() {}

    /** Where a block comes from. */
    sealed interface Source {}

    /** The record, or nothing yet: there is nothing to be asked for. */
    record Given() implements Source {}

    /** What was kept of the submission's output. */
    record Submission() implements Source {}

    /** YARN, which may know of a container that the record does not. */
    record Container(Place place) implements Source {}

    /** A file of a container. */
    record File(Driver driver, Place place) implements Source {}

    /**
     * A part of the log.
     *
     * @param output empty if nothing of it is known
     */
    record Block(String header, Source source, Optional<Output> output) {

        boolean isComplete() {
            return output.filter(Output::complete).isPresent();
        }

        private int size() {
            return output.map(known -> 1 + known.lines()).orElse(0);
        }

        private List<String> lines(int from, int to) {
            List<String> lines = new ArrayList<>();
            if (from == 0 && to > 0) {
                lines.add(header);
            }
            if (to > 1) {
                lines.addAll(output.orElseThrow().lines(Math.max(0, from - 1), to - 1));
            }
            return lines;
        }
    }

    /** All blocks that there are by now, in order, known or not. */
    static List<Block> blocks(Session session, KnownLog known) {
        boolean spark = isSpark(session);
        List<Block> blocks = new ArrayList<>();
        if (spark) {
            blocks.add(new Block(STDOUT, new Submission(), submission(session, known)));
        }
        Optional<Output> doubt =
                session.application().flatMap(Application::doubt).map(BatchLog::output);
        if (doubt.isPresent()) {
            addNever(spark, blocks);
            blocks.add(given(DIAGNOSTICS, doubt.get()));
        }
        KnownDrivers drivers = session.application().map(Application::drivers).orElse(KnownDrivers.NONE);
        for (int i = 0; i < drivers.list().size(); i++) {
            if (i == KnownDrivers.FIRST && drivers.omitted() > 0) {
                String omitted = "the outputs of %d attempts are not shown here".formatted(drivers.omitted());
                blocks.add(given(spark ? STDERR : STDOUT, Output.only(omitted)));
            }
            addFiles(drivers.list().get(i), session, known, blocks);
        }
        if (drivers.list().isEmpty()) {
            addMissing(session, spark, known, blocks);
        }
        if (hasEnded(session)) {
            blocks.add(given(DIAGNOSTICS, output(session.diagnostics())));
        }
        return blocks;
    }

    /** The first block that is not complete: what is behind it cannot be shown. */
    static Optional<Block> open(List<Block> blocks) {
        return blocks.stream().filter(block -> !block.isComplete()).findFirst();
    }

    /** All lines that can be shown. */
    static List<String> lines(List<Block> blocks) {
        List<Block> shown = new ArrayList<>();
        for (Block block : blocks) {
            shown.add(block);
            if (!block.isComplete()) {
                break;
            }
        }
        return new Lines(shown);
    }

    /** The last lines that are in memory, at most {@code count}, whatever is missing before them. */
    static List<String> tail(List<Block> blocks, int count) {
        List<String> lines = new Lines(blocks);
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** Whether it has ended, for all that its log has to say: of one that YARN has lost nothing is certain. */
    static boolean hasEnded(Session session) {
        return session.ending().filter(ending -> ending != Ending.LOST).isPresent();
    }

    /** Whether no submission is to come or under way, as far as the record says. */
    static boolean wasSubmitted(Session session) {
        return session.state() != SessionState.REQUESTED && session.state() != SessionState.SUBMITTING;
    }

    private static boolean isSpark(Session session) {
        return session.order().request().kind() == Kind.SPARK;
    }

    private static Block given(String header, Output output) {
        return new Block(header, new Given(), Optional.of(output));
    }

    private static Optional<Output> submission(Session session, KnownLog known) {
        int attempt = session.attempt().map(Attempt::number).orElse(0);
        if (attempt == 0) {
            return wasSubmitted(session) ? Optional.of(Output.only(SUBMITTED_ELSEWHERE)) : Optional.empty();
        }
        return known.submission()
                .filter(log -> log.attempt() > 0)
                .map(log -> Output.of(log.text(), log.isClosed(attempt)));
    }

    /** What a driver prints is not asked for while it runs: clients follow its stderr. */
    private static void addFiles(Driver driver, Session session, KnownLog known, List<Block> blocks) {
        if (isSpark(session)) {
            blocks.add(file(STDERR, driver, "stderr", known));
        }
        blocks.add(
                isSpark(session) && !hasEnded(session)
                        ? new Block(STDOUT, new Given(), Optional.empty())
                        : file(STDOUT, driver, "stdout", known));
    }

    private static Block file(String header, Driver driver, String name, KnownLog known) {
        Place place = new Place(driver.container(), name);
        return new Block(header, new File(driver, place), known.output(place));
    }

    /** A batch that YARN has ended may have had a container; one that never came to YARN has none. */
    private static void addMissing(Session session, boolean spark, KnownLog known, List<Block> blocks) {
        Place place = new Place("", "stdout");
        if (session.ending().equals(Optional.of(Ending.REPORTED))
                && session.application().isPresent()) {
            blocks.add(new Block(spark ? STDERR : STDOUT, new Container(place), known.output(place)));
        } else if (hasEnded(session)) {
            addNever(spark, blocks);
        }
    }

    /** Of a batch that never came to YARN the submission has told, if it is one of Spark. */
    private static void addNever(boolean spark, List<Block> blocks) {
        if (!spark) {
            blocks.add(given(STDOUT, Output.only(NO_CONTAINER)));
        }
    }

    private static Output output(Diagnostics diagnostics) {
        return Output.of(diagnostics.text().lines().map(line -> line + "\n").collect(Collectors.joining()), true);
    }

    /** The headers and the lines of some blocks. */
    private static final class Lines extends AbstractList<String> {

        private final List<Block> blocks;
        private final int size;

        Lines(List<Block> blocks) {
            this.blocks = blocks;
            this.size = HEADERS.size() + blocks.stream().mapToInt(Block::size).sum();
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public String get(int index) {
            return subList(index, index + 1).get(0);
        }

        @Override
        public List<String> subList(int from, int to) {
            List<String> lines = new ArrayList<>(HEADERS.subList(Math.min(from, 3), Math.min(to, 3)));
            int begin = HEADERS.size();
            for (Block block : blocks) {
                int end = begin + block.size();
                if (from < end && to > begin) {
                    lines.addAll(block.lines(Math.max(0, from - begin), Math.min(to, end) - begin));
                }
                begin = end;
            }
            return lines;
        }
    }
}
