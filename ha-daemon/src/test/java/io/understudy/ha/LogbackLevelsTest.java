package io.understudy.ha;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LogbackLevelsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LoggerContext loggers = new LoggerContext();
    private final Logger logger = loggers.getLogger("a.b");
    private final Errands errands = new Errands();
    private final LogbackLevels levels = new LogbackLevels(loggers, errands, InstantSource.fixed(NOW));

    /** Runs what it was given when the test says that its time has come. */
    private static final class Errands extends ScheduledThreadPoolExecutor {

        private final List<Runnable> later = new ArrayList<>();

        Errands() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable errand, long delay, TimeUnit unit) {
            later.add(errand);
            return super.schedule(() -> {}, 0, unit);
        }
    }

    @Test
    void itLastsForAWhile() {
        assertThat(levels.set("a.b", "debug", Duration.ofMinutes(10))).isEqualTo(NOW.plusSeconds(600));
        assertThat(logger.getLevel()).isEqualTo(Level.DEBUG);

        errands.later.get(0).run();

        assertThat(logger.getLevel()).isNull();
        assertThat(logger.getEffectiveLevel())
                .isEqualTo(loggers.getLogger("ROOT").getLevel());
    }

    @Test
    void aLaterOneTakesItsPlaceAndWhatWasBeforeComesBack() {
        logger.setLevel(Level.WARN);
        levels.set("a.b", "debug", Duration.ofMinutes(1));
        levels.set("a.b", "trace", Duration.ofMinutes(2));

        errands.later.get(0).run();
        assertThat(logger.getLevel()).isEqualTo(Level.TRACE);
        errands.later.get(1).run();
        assertThat(logger.getLevel()).isEqualTo(Level.WARN);
    }
}
