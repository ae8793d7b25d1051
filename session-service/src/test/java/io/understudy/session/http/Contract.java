package io.understudy.session.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table in {@code contract.txt}: blocks of requests and the answers that they must have. */
final class Contract {

    private static final Pattern ANYTHING = Pattern.compile("<[^>]*>");
    private static final String SEPARATOR = "== ";

    private Contract() {}

    /** A block of the table. */
    record Block(String title, List<Step> steps) {

        @Override
        public String toString() {
            return title;
        }
    }

    /** A request and its answer. */
    record Step(Part request, Part answer) {}

    /**
     * One side of a step.
     *
     * @param line without the mark
     * @param headers names in lower case
     */
    record Part(String line, Map<String, String> headers, String body) {

        String method() {
            return line.substring(0, line.indexOf(' '));
        }

        String target() {
            return line.substring(line.indexOf(' ') + 1);
        }

        /** This part is what is expected. */
        void check(String request, int status, Map<String, String> actual, String text) {
            assertThat(status).as("status of %s, body %s", request, text).isEqualTo(Integer.parseInt(line));
            headers.forEach((name, value) ->
                    assertThat(actual.get(name)).as("%s of %s", name, request).isEqualTo(value));
            assertThat(text).as("body of %s", request).matches(pattern());
        }

        private Pattern pattern() {
            StringBuilder regex = new StringBuilder();
            Matcher matcher = ANYTHING.matcher(body);
            int end = 0;
            while (matcher.find()) {
                regex.append(Pattern.quote(body.substring(end, matcher.start())))
                        .append(".*");
                end = matcher.end();
            }
            return Pattern.compile(regex + Pattern.quote(body.substring(end)), Pattern.DOTALL);
        }
    }

    static List<Block> read() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (String block : text().split("\n" + SEPARATOR, -1)) {
            if (!block.startsWith("#")) {
                blocks.add(block(block.lines().toList()));
            }
        }
        return blocks;
    }

    private static String text() throws IOException {
        try (InputStream in = Contract.class.getResourceAsStream("contract.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Block block(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("> ") || line.startsWith("< ")) {
                parts.add(part(line.substring(2), lines.subList(i + 1, lines.size())));
            }
        }
        for (int i = 0; i < parts.size(); i += 2) {
            steps.add(new Step(parts.get(i), parts.get(i + 1)));
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
