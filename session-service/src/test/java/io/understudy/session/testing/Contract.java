package io.understudy.session.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A table of requests and the answers that they must have, in blocks:
 *
 * <pre>
 * == title
 * &gt; METHOD target      then, indented: headers, and a body if the line is none
 * &lt; status             then, indented: headers that must be there, and the body
 * &lt;~ status            the same; the request is repeated until the answer is as it should be
 * </pre>
 *
 * <p>In an answer {@code <...>} stands for anything. {@code ${word}} stands for one text throughout the block: the one that
 * was found where the word came first in an answer, or a new one if it came first in a request.
 */
public final class Contract {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern WORD = Pattern.compile("\\$\\{([a-z]+)}");
    private static final Pattern OPEN = Pattern.compile("<[^>]*>|\\$\\{([a-z]+)}");
    private static final String SEPARATOR = "== ";

    private Contract() {}

    /** Who answers. */
    public interface Service {

        RawHttp.Answer ask(String method, String target, Map<String, String> headers, byte[] body) throws IOException;
    }

    /** A block of the table. */
    public record Block(String title, List<Step> steps) {

        /** Asks for everything in the block, in order, and compares. */
        public void check(Service service) throws IOException {
            check(service, Map.of());
        }

        /** The same with words whose texts are given. */
        public void check(Service service, Map<String, String> given) throws IOException {
            Map<String, String> words = new HashMap<>(given);
            for (Step step : steps) {
                step.check(service, words);
            }
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * A request and its answer.
     *
     * @param isAwaited whether the request is to be repeated until the answer is as it should be
     */
    record Step(Part request, Part answer, boolean isAwaited) {

        void check(Service service, Map<String, String> words) throws IOException {
            Part asked = request.spoken(words);
            if (isAwaited) {
                await(asked.line())
                        .atMost(LIMIT)
                        .untilAsserted(() -> answer.check(asked, asked.send(service), new HashMap<>(words)));
            }
            answer.check(asked, asked.send(service), words);
        }
    }

    /**
     * One side of a step.
     *
     * @param line without the mark
     * @param headers names in lower case
     */
    record Part(String line, Map<String, String> headers, String body) {

        /** A request in which every word stands for its text. */
        Part spoken(Map<String, String> words) {
            Map<String, String> spoken = new TreeMap<>();
            headers.forEach((name, value) -> spoken.put(name, spoken(value, words)));
            return new Part(spoken(line, words), spoken, spoken(body, words));
        }

        private static String spoken(String text, Map<String, String> words) {
            return WORD.matcher(text)
                    .replaceAll(
                            word -> Matcher.quoteReplacement(words.computeIfAbsent(word.group(1), Contract::newText)));
        }

        RawHttp.Answer send(Service service) throws IOException {
            int blank = line.indexOf(' ');
            return service.ask(
                    line.substring(0, blank),
                    line.substring(blank + 1),
                    headers,
                    body.getBytes(StandardCharsets.UTF_8));
        }

        /** This part is what is expected. */
        void check(Part asked, RawHttp.Answer answer, Map<String, String> words) {
            String request = asked.line + " " + asked.body;
            String text = text(answer);
            assertThat(answer.status())
                    .as("status of %s, body %s", request, text)
                    .isEqualTo(Integer.parseInt(line));
            headers.forEach((name, value) ->
                    match(name + " of " + request, value, answer.headers().getOrDefault(name, ""), words));
            match("body of " + request, body, text, words);
        }

        private static void match(String what, String expected, String actual, Map<String, String> words) {
            List<String> found = new ArrayList<>();
            Matcher matcher = pattern(expected, words, found).matcher(actual);
            assertThat(matcher.matches())
                    .as("%s: expected %s, but was %s (with %s)", what, expected, actual, words)
                    .isTrue();
            for (int i = 0; i < found.size(); i++) {
                words.put(found.get(i), matcher.group(i + 1));
            }
        }

        /** @param unknown takes the words that are groups of the pattern, in order */
        private static Pattern pattern(String expected, Map<String, String> words, List<String> unknown) {
            StringBuilder regex = new StringBuilder();
            Matcher open = OPEN.matcher(expected);
            int end = 0;
            while (open.find()) {
                regex.append(Pattern.quote(expected.substring(end, open.start())));
                String word = open.group(1);
                if (word == null) {
                    regex.append(".*");
                } else if (words.containsKey(word)) {
                    regex.append(Pattern.quote(String.valueOf(words.get(word))));
                } else if (unknown.contains(word)) {
                    regex.append('\\').append(unknown.indexOf(word) + 1);
                } else {
                    regex.append("([^\"\\s,/}]+)");
                    unknown.add(word);
                }
                end = open.end();
            }
            return Pattern.compile(regex + Pattern.quote(expected.substring(end)), Pattern.DOTALL);
        }
    }

    private static String newText(String word) {
        return word + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String text(RawHttp.Answer answer) {
        if (!answer.headers().getOrDefault("content-encoding", "").equals("gzip")) {
            return answer.text();
        }
        try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(unzipped.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Reads the table beside a class. */
    public static List<Block> read(Class<?> beside, String name) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (String block : content(beside, name).split("\n" + SEPARATOR, -1)) {
            if (!block.startsWith("#")) {
                blocks.add(block(block.lines().toList()));
            }
        }
        return blocks;
    }

    private static String content(Class<?> beside, String name) throws IOException {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("there is no " + name + " beside " + beside);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Block block(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        Part request = new Part("", Map.of(), "");
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            List<String> following = lines.subList(i + 1, lines.size());
            if (line.startsWith("> ")) {
                request = part(line.substring(2), following);
            } else if (line.startsWith("<")) {
                boolean isAwaited = line.startsWith("<~");
                steps.add(new Step(request, part(line.substring(isAwaited ? 3 : 2), following), isAwaited));
            }
        }
        return new Block(lines.get(0), steps);
    }

    private static Part part(String first, List<String> following) {
        Map<String, String> headers = new TreeMap<>();
        String body = "";
        for (String line : following) {
            if (!line.startsWith("  ")) {
                break;
            }
            String text = line.substring(2);
            if (text.matches("[A-Za-z-]+: .*")) {
                int colon = text.indexOf(':');
                headers.put(text.substring(0, colon).toLowerCase(Locale.ROOT), text.substring(colon + 2));
            } else {
                body = text;
            }
        }
        return new Part(first, headers, body);
    }
}
