package io.understudy.ha;

import io.understudy.ha.admin.Authority;
import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.Reply;
import io.understudy.session.AccessDenied;
import io.understudy.session.config.AccessSettings;
import java.util.Optional;

/** Where users are known, superusers give orders; where the service is protected against forged requests, they are as well. */
record OrderAuthority(AccessSettings access) implements Authority {

    private static final String REQUESTED_BY = "x-requested-by";

    @Override
    public Optional<Reply> refusal(EdgeRequest order) {
        try {
            access.rules().admitSuperuser(order.caller().user());
        } catch (AccessDenied denied) {
            return Optional.of(Reply.message(denied.isOfNobody() ? 401 : 403, String.valueOf(denied.getMessage())));
        }
        return access.csrfProtection() && !order.headers().containsKey(REQUESTED_BY)
                ? Optional.of(Reply.message(400, "Missing Required Header for CSRF protection."))
                : Optional.empty();
    }
}
