package io.understudy.session;

import java.util.Optional;

/**
 * What one request may do with batches, by {@link AccessRules#permit}.
 *
 * @param rules that hold
 * @param caller who asks; empty if that is not known
 * @param target as whom the caller acts, allowed to; empty for the caller itself
 */
public record Permit(AccessRules rules, Optional<String> caller, Optional<String> target) {

    /** Of a caller whom nobody knows, where nobody has to be known. */
    public static final Permit OPEN = new Permit(AccessRules.OPEN, Optional.empty(), Optional.empty());

    /**
     * Whom a batch runs as that this request orders: {@code doAs}, else whom the body names, else the caller. Empty while
     * impersonation is off: then it runs as the service, whatever the body says.
     *
     * @param proxyUser as the body says
     * @throws AccessDenied if the caller may not run batches as that user
     */
    public Optional<String> proxyUser(Optional<String> proxyUser) throws AccessDenied {
        if (!rules.impersonation() || target.isPresent()) {
            return target;
        }
        if (proxyUser.isPresent()) {
            rules.checkImpersonation(caller, proxyUser.get());
        }
        return proxyUser.or(() -> caller);
    }

    /** Whether it may see what the batch wrote and how it was ordered. */
    public boolean mayView(Session session) {
        return rules.mayView(user(), session);
    }

    /** Whether it may end the batch. */
    public boolean mayModify(Session session) {
        return rules.mayModify(user(), session);
    }

    private Optional<String> user() {
        return target.or(() -> caller);
    }
}
