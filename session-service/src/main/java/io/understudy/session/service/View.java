package io.understudy.session.service;

import io.understudy.session.Session;
import java.util.List;

/**
 * A session as clients see it.
 *
 * @param session the session
 * @param log the last lines of its log that are in memory, at most {@value #LINES}
 */
public record View(Session session, List<String> log) {

    /** Lines of the log that a view shows at most. */
    public static final int LINES = 10;

    public View {
        log = List.copyOf(log);
    }
}
