package io.understudy.session.http;

import io.understudy.session.Permit;
import io.understudy.session.Session;
import io.understudy.session.service.View;
import java.util.List;

/**
 * How much of a batch a client is shown.
 *
 * @param detail whether it asked for everything that is known
 * @param permit what it may see
 */
record Disclosure(boolean detail, Permit permit) {

    /** The last lines of the log; none for a stranger. */
    List<String> log(View view) {
        return permit.mayView(view.session()) ? view.log() : List.of();
    }

    /** Whether everything that is known is shown: what was ordered and how it went can tell as much as the log. */
    boolean hasDetail(Session session) {
        return detail && permit.mayView(session);
    }
}
