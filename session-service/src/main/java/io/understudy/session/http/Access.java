package io.understudy.session.http;

import io.understudy.session.AccessDenied;
import io.understudy.session.AccessRules;
import io.understudy.session.Permit;
import java.util.Set;

/**
 * Who gets at the API.
 *
 * @param rules who may do what
 * @param csrfProtection whether whatever changes something needs {@code X-Requested-By}, which a page of another site
 *     cannot send
 */
public record Access(AccessRules rules, boolean csrfProtection) {

    /** Everybody gets at everything. */
    public static final Access OPEN = new Access(AccessRules.OPEN, false);

    private static final String REQUESTED_BY = "x-requested-by";
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    /**
     * Checks what can be told before it is known what is asked for.
     *
     * @throws Refusal 401 or 403 for who asks, 400 for how
     */
    void admit(ApiRequest request) throws Refusal {
        try {
            rules.admit(request.user());
        } catch (AccessDenied denied) {
            throw refusal(denied);
        }
        boolean changes = !HARMLESS.contains(request.method());
        if (csrfProtection && changes && !request.headers().containsKey(REQUESTED_BY)) {
            throw new Refusal(400, "Missing Required Header for CSRF protection.");
        }
    }

    /**
     * What a request may do.
     *
     * @throws Refusal 401 or 403
     */
    Permit permit(ApiRequest request, Query query) throws Refusal {
        try {
            return rules.permit(request.user(), query.text(QueryParameter.DO_AS));
        } catch (AccessDenied denied) {
            throw refusal(denied);
        }
    }

    static Refusal refusal(AccessDenied denied) {
        return new Refusal(denied.isOfNobody() ? 401 : 403, String.valueOf(denied.getMessage()));
    }
}
