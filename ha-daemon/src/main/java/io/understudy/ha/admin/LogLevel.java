package io.understudy.ha.admin;

import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * {@code POST /ha/log-level}: sets the level of one of this node's loggers for a while. Body:
 * {@code {"logger":"io.understudy.ha.gateway","level":"debug","for":"30m"}}; {@code for} is optional.
 */
final class LogLevel implements Order {

    private static final Duration USUAL = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error", "off");
    private static final Pattern LOGGER = Pattern.compile("[\\w.$-]{1,200}");

    private final LogLevels levels;

    LogLevel(LogLevels levels) {
        this.levels = levels;
    }

    @Override
    public void handle(EdgeRequest request, Consumer<Reply> answer) {
        Optional<OrderBody> order = OrderBody.parse(request.body());
        Optional<String> logger = order.flatMap(given -> given.text("logger"))
                .filter(name -> LOGGER.matcher(name).matches());
        Optional<String> level = order.flatMap(given -> given.text("level"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(LEVELS::contains);
        Optional<Duration> time = order.flatMap(given -> given.length("for", USUAL, LONGEST));
        if (logger.isEmpty() || level.isEmpty() || time.isEmpty()) {
            answer.accept(Reply.message(
                    422,
                    "A level is {\"logger\":\"io.understudy\",\"level\":\"trace|debug|info|warn|error|off\",\"for\":\"30m\"}; it"
                            + " lasts from a second to " + LONGEST.toHours() + " hours."));
            return;
        }
        Instant until = levels.set(logger.get(), level.get(), time.get());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("logger", logger.get());
        json.put("level", level.get());
        json.put("until", until.toString());
        answer.accept(Reply.json(200, json));
    }
}
