package io.understudy.ha.custody;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As much JSON as the launcher needs, without a library: the launcher stays small. Objects are maps in their
 * order, arrays are lists, numbers stay the text that they were.
 */
public final class Json {

    private final String text;
    private int at;

    /** A number as it was written. */
    public record Numeral(String text) {}

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if the text is not JSON
     */
    public static @Nullable Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.blanks();
        if (json.at != text.length()) {
            throw json.unexpected();
        }
        return value;
    }

    private @Nullable Object value() {
        blanks();
        char first = at < text.length() ? text.charAt(at) : 0;
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        for (boolean more = !next('}'); more; more = comma('}')) {
            blanks();
            String name = string();
            expect(':');
            object.put(name, value());
        }
        return object;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        for (boolean more = !next(']'); more; more = comma(']')) {
            array.add(value());
        }
        return array;
    }

    private boolean comma(char end) {
        if (next(end)) {
            return false;
        }
        expect(',');
        return true;
    }

    private String string() {
        if (at >= text.length() || text.charAt(at) != '"') {
            throw unexpected();
        }
        StringBuilder string = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            string.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
        }
        at++;
        if (at > text.length()) {
            throw unexpected();
        }
        return string.toString();
    }

    private char escaped() {
        at++;
        if (at >= text.length()) {
            throw unexpected();
        }
        char letter = text.charAt(at);
        if (letter == 'u' && at + 4 < text.length()) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
        }
        int known = "\"\\/bfnrt".indexOf(letter);
        if (known < 0) {
            throw unexpected();
        }
        return "\"\\/\b\f\n\r\t".charAt(known);
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return value;
    }

    private Numeral number() {
        int begin = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at == begin) {
            throw unexpected();
        }
        return new Numeral(text.substring(begin, at));
    }

    private boolean next(char expected) {
        blanks();
        boolean is = at < text.length() && text.charAt(at) == expected;
        at += is ? 1 : 0;
        return is;
    }

    private void expect(char expected) {
        if (!next(expected)) {
            throw unexpected();
        }
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not JSON at character " + at);
    }

    /** Writes one value, indented. */
    public static String print(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        print(value, "\n", out);
        return out.append('\n').toString();
    }

    /** Writes one value in one line: whatever breaks lines in texts is escaped. */
    public static String line(@Nullable Object value) {
        return print(value).replaceAll("\n *", "");
    }

    private static void print(@Nullable Object value, String line, StringBuilder out) {
        String deeper = line + "  ";
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator)
                        .append(deeper)
                        .append(quoted(String.valueOf(entry.getKey())))
                        .append(" : ");
                print(entry.getValue(), deeper, out);
                separator = ",";
            }
            out.append(map.isEmpty() ? "{}" : line + "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object item : list) {
                out.append(separator).append(deeper);
                print(item, deeper, out);
                separator = ",";
            }
            out.append(list.isEmpty() ? "[]" : line + "]");
        } else if (value instanceof String string) {
            out.append(quoted(string));
        } else {
            out.append(value instanceof Numeral number ? number.text() : String.valueOf(value));
        }
    }

    private static String quoted(String string) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
