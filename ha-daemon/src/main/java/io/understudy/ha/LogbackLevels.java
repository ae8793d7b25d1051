package io.understudy.ha;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.understudy.ha.admin.LogLevels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Logback's levels, and what they were before. */
final class LogbackLevels implements LogLevels {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogbackLevels.class);

    private final LoggerContext loggers;
    private final ScheduledExecutorService errands;
    private final InstantSource clock;
    private final Map<String, Change> changes = new HashMap<>();

    /**
     * A level that lasts.
     *
     * @param before what the configuration says; empty if that is what a logger above says
     */
    private record Change(Optional<Level> before, Instant until) {}

    /** @param errands where the levels of before are set again */
    LogbackLevels(LoggerContext loggers, ScheduledExecutorService errands, InstantSource clock) {
        this.loggers = loggers;
        this.errands = errands;
        this.clock = clock;
    }

    @Override
    public synchronized Instant set(String name, String level, Duration time) {
        Logger logger = loggers.getLogger(name);
        Change earlier = changes.get(name);
        Optional<Level> before = earlier == null ? Optional.ofNullable(logger.getLevel()) : earlier.before();
        Change change = new Change(before, clock.instant().plus(time).truncatedTo(ChronoUnit.SECONDS));
        changes.put(name, change);
        logger.setLevel(Level.toLevel(level));
        LOG.warn("{} is {} until {}, by order of an operator", name, level, change.until());
        var unused = errands.schedule(() -> end(name, change), time.toMillis(), TimeUnit.MILLISECONDS);
        return change.until();
    }

    /** Nothing, if another level has taken its place. */
    private synchronized void end(String name, Change change) {
        if (changes.remove(name, change)) {
            loggers.getLogger(name).setLevel(change.before().orElse(null));
            LOG.warn("{} has its level of before", name);
        }
    }
}
