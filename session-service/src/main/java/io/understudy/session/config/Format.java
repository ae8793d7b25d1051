package io.understudy.session.config;

import io.understudy.session.MemorySize;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How values of a key are written.
 *
 * @param expected what a value looks like; follows "must be"
 * @param parser gives the value, or nothing if the text is not one
 */
public record Format<T>(String expected, Function<String, Optional<T>> parser) {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Reads a value; empty if the text is not one. Surrounding white space does not count. */
    public Optional<T> parse(String text) {
        return parser.apply(text.strip());
    }

    /** Any text that is not blank. */
    public static Format<String> text() {
        return new Format<>("a text", text -> Optional.of(text).filter(value -> !value.isEmpty()));
    }

    /** A text of a certain form. */
    public static Format<String> text(String expected, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new Format<>(
                expected,
                text -> Optional.of(text).filter(value -> pattern.matcher(value).matches()));
    }

    /** Texts separated by commas; blank ones do not count. */
    public static Format<List<String>> texts(String expected) {
        return new Format<>(
                expected,
                text -> Optional.of(Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList()));
    }

    /** An integer within bounds, both included. */
    public static Format<Integer> integer(int least, int most) {
        return new Format<>(
                "an integer from " + least + " to " + most,
                text -> Optional.of(text)
                        .filter(value -> INTEGER.matcher(value).matches())
                        .map(Integer::valueOf)
                        .filter(value -> value >= least && value <= most));
    }

    /** A number of milliseconds, for keys that end in {@code .ms}. */
    public static Format<Duration> milliseconds(int least, int most) {
        Format<Integer> number = integer(least, most);
        return new Format<>(
                "milliseconds, " + number.expected(), text -> number.parse(text).map(Duration::ofMillis));
    }

    /** A duration with its unit, longer than nothing. */
    public static Format<Duration> duration() {
        return new Format<>("a duration such as 500ms, 10s, 15m, 24h or 7d", Format::parseDuration);
    }

    private static Optional<Duration> parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (String.valueOf(matcher.group(2))) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        return Optional.of(duration).filter(value -> !value.isZero() && value.compareTo(LONGEST) <= 0);
    }

    /** An amount of memory. */
    public static Format<MemorySize> memory() {
        return new Format<>("a size such as 512m or 2g", MemorySize::parse);
    }

    /** One of an enum's constants, in lower case. */
    public static <E extends Enum<E>> Format<E> choice(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        return new Format<>(
                constants.stream().map(Format::label).collect(Collectors.joining(" or ")),
                text -> constants.stream()
                        .filter(constant -> label(constant).equals(text))
                        .findFirst());
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Yes or no. */
    public static Format<Boolean> bool() {
        return new Format<>("true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** A host and a port. */
    public static Format<HostPort> hostPort() {
        return new Format<>("host:port", HostPort::parse);
    }

    /** ZooKeeper's servers, as its client takes them. */
    static Format<String> quorum() {
        return new Format<>(
                "host:port,host:port,... with an optional /path at the end",
                text -> Optional.of(text).filter(Format::isQuorum));
    }

    private static boolean isQuorum(String text) {
        int slash = text.indexOf('/');
        String servers = slash < 0 ? text : text.substring(0, slash);
        boolean path = slash < 0 || text.substring(slash).matches("(/[A-Za-z0-9_-]+)+");
        return path
                && Arrays.stream(servers.split(",", -1))
                        .allMatch(server -> HostPort.parse(server).isPresent());
    }
}
