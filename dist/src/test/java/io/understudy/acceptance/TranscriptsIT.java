package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * docs/operations.md shows what every verb prints, as three real nodes let it print: one story, told again here. Numbers, names of
 * nodes and the widths of columns may be others; run with {@code -Dupdate} to write the page again.
 */
final class TranscriptsIT {

    private static final Path PAGE = Path.of("..", "docs", "operations.md");
    private static final String BEGIN = "<!-- made by TranscriptsIT -->\n";
    private static final String HOME = "/var/lib/understudy";
    private static final String END = "<!-- until here -->\n";

    private static Stage stage;
    private final StringBuilder story = new StringBuilder();

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("transcripts", 3, Stage.hadoopPorts(3));
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void thePageShowsWhatEveryVerbPrints() throws Exception {
        if (stage.active().equals("n1")) {
            run(0, "switchover --yes");
            stage.ids().forEach(stage::joined);
        }
        run(0, "switchover --to n1 --yes");
        stage.ids().forEach(stage::joined);

        tell("Look.");
        show(0, "status");
        show(0, "check");
        show(5, "doctor");
        show(0, "config");
        tell("Move the active: with a question, if not without; to anybody; only if it is where you think it is.");
        show(8, "switchover --to n2");
        show(0, "switchover --to n2 --reason 'new disks' --yes");
        show(7, "switchover --expect-active n1 --yes");
        show(1, "switchover --to n2 --yes");
        stage.ids().forEach(stage::joined);
        show(0, "step-down --yes");
        stage.ids().forEach(stage::joined);
        tell("Keep it where it is.");
        run(0, "switchover --to n2 --yes", 7, 1);
        show(0, "pause --for 30m --reason 'new disks' --yes");
        show(1, "check", 3);
        show(0, "resume");
        tell("Hear more for a while.");
        show(0, "log-level --node n1 --for 10m io.understudy.ha.gateway debug");
        stage.ids().forEach(stage::joined);
        tell("What happened.");
        show(0, "history --limit 1");
        tell("Hadoop's own verbs.");
        show(0, "-getServiceState n2");
        show(0, "-getAllServiceState");
        show(0, "-checkHealth n1");
        show(0, "-failover n2 n1");
        stage.ids().forEach(stage::joined);
        show(0, "-transitionToActive n3");
        stage.ids().forEach(stage::joined);
        show(0, "-transitionToStandby n3");
        stage.ids().forEach(stage::joined);
        show(1, "-transitionToActive --forcemanual n1");
        tell("The store, and the end of an upgrade.");
        show(0, "store verify");
        show(0, "store export /var/lib/understudy/backup.jsonl");
        show(1, "store import /var/lib/understudy/backup.jsonl --yes");
        show(1, "store import-livy --yes");
        show(0, "finalize --yes");
        tell("A script for the shell.");
        show(0, "completion fish", 2);
        tell("A mistake.");
        show(2, "swichover");
        tell("And when all nodes are down, what ZooKeeper has.");
        String last = stage.active();
        stage.daemons().stop(stage.others(last));
        stage.daemons().stop(List.of(last));
        show(6, "status");
        show(3, "switchover --yes");
        show(0, "adopt --yes");

        compare();
    }

    private void compare() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (System.getProperty("update") != null) {
            Files.writeString(PAGE, page.substring(0, begin) + story + page.substring(end));
        } else {
            assertThat(shape(page.substring(begin, end)).lines().toList())
                    .isEqualTo(shape(story.toString()).lines().toList());
        }
    }

    /** What is the same in every telling. */
    private static String shape(String text) {
        return text.replaceAll("local-[0-9a-f]+", "local-#")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "#")
                .replaceAll("[0-9]+([-.:T][0-9]+)*Z?(-SNAPSHOT)?", "#")
                .replaceAll("--+", "--")
                .replaceAll(" +", " ");
    }

    private void tell(String sentence) {
        story.append('\n').append(sentence).append("\n\n");
    }

    private void show(int exitCode, String line) throws Exception {
        show(exitCode, line, Integer.MAX_VALUE);
    }

    /** @param lines of the output to be shown */
    private void show(int exitCode, String line, int lines) throws Exception {
        Command.Result result = run(exitCode, line);
        story.append("```console\n$ bin/haadmin ").append(line).append('\n');
        List<String> printed = (result.out() + result.err())
                .lines()
                .limit(lines)
                .map(this::printed)
                .toList();
        aligned(printed).forEach(shown -> story.append(shown).append('\n'));
        if (exitCode != 0) {
            story.append("$ echo $?\n").append(exitCode).append('\n');
        }
        story.append("```\n");
    }

    /** As it would be on hosts where nothing has to be out of another's way. */
    private String printed(String line) {
        String shown = line.replace(System.getProperty("user.name"), "alice")
                .replace(stage.servers().zookeeper(), "127.0.0.1:2181");
        int place = 0;
        for (String id : stage.ids()) {
            shown = shown.replace(stage.node(id).http().getAuthority(), "127.0.0.1:" + (8998 + place))
                    .replace(stage.node(id).rpc().orElseThrow(), "127.0.0.1:" + (8898 + place));
            place++;
        }
        return shown.replace(stage.dir().toString(), HOME);
    }

    /** A table's columns, after some of its words have become shorter. */
    private static List<String> aligned(List<String> lines) {
        List<String[]> rows =
                lines.stream().map(line -> line.split(" {2,}", -1)).toList();
        int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        if (rows.stream().anyMatch(row -> row.length != columns)) {
            return lines;
        }
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row[column].length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, columns)
                        .mapToObj(column -> row[column] + " ".repeat(widths[column] - row[column].length()))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .toList();
    }

    private static Command.Result run(int exitCode, String line, int... orElse) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("--conf", stage.daemons().confDir("n1").toString()));
        // Words are parted by spaces, but for those between quotes.
        for (String part : line.split(" (?=(?:[^']*'[^']*')*[^']*$)", -1)) {
            words.add(part.replace("'", "").replace(HOME, stage.dir().toString()));
        }
        Map<String, String> environment =
                Map.of("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString());
        Command.Result result = Command.run(environment, "haadmin", words.toArray(String[]::new));
        List<Integer> expected = new ArrayList<>(List.of(exitCode));
        for (int code : orElse) {
            expected.add(code);
        }
        assertThat(result.exitCode())
                .as(line + ": " + result.out() + result.err())
                .isIn(expected);
        return result;
    }
}
