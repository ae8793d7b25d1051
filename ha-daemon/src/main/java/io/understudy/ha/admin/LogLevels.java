package io.understudy.ha.admin;

import java.time.Duration;
import java.time.Instant;

/** The levels of this node's loggers. Any thread may call; nothing blocks. */
public interface LogLevels {

    /**
     * Sets the level of a logger for a while; afterwards it is what it was before. A later call for the same logger takes
     * the place of an earlier one.
     *
     * @param level one of {@code trace}, {@code debug}, {@code info}, {@code warn}, {@code error}, {@code off}
     * @return when it ends
     */
    Instant set(String logger, String level, Duration time);
}
