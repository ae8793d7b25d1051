package io.understudy.session.service;

import io.understudy.session.service.SessionStore.SetAside;
import io.understudy.session.service.Sessions.NotServing;
import io.understudy.session.service.Sessions.Unknown;
import io.understudy.session.service.Sessions.Unreadable;

/** Answers that several use cases give. */
final class Answers {

    static final NotServing NOT_SERVING = new NotServing("This node does not serve now.");

    static final Unknown UNKNOWN = new Unknown("The store did not acknowledge the request in time. It may have been"
            + " processed; repeat it with the same Idempotency-Key.");

    private Answers() {}

    static Unreadable unreadable(SetAside unread) {
        return new Unreadable(
                unread.id(),
                "Session '" + unread.id() + "' exists, but its record cannot be read by this node; an operator has to"
                        + " look at it (haadmin check).");
    }
}
