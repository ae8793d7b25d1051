package io.understudy.ha.gateway;

import io.understudy.session.audit.Origin;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.Identity;
import java.util.Optional;

/** Whether a client's request is let in. Decided on the first node that it reaches, before its body is read. */
sealed interface Entry {

    /** It is, for this caller. */
    record Granted(Caller caller) implements Entry {}

    /** It is not. */
    record Denied(Reply reply) implements Entry {}

    /**
     * Asks who sends it.
     *
     * @param origin where it came from
     */
    static Entry of(Authenticator authenticator, Authenticator.Sender sender, Origin origin) {
        Identity identity = authenticator.identify(sender);
        if (identity instanceof Identity.Refused refused) {
            return new Denied(Reply.message(403, refused.why()));
        } else if (identity instanceof Identity.Known known) {
            return new Granted(new Caller(Optional.of(known.user()), origin));
        }
        return authenticator.isRequired()
                ? new Denied(Reply.message(401, Authenticator.NOBODY_IS_KNOWN))
                : new Granted(new Caller(Optional.empty(), origin));
    }
}
