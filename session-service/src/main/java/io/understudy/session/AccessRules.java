package io.understudy.session;

import java.util.Optional;

/**
 * Who may do what. Wherever something is restricted, a caller who is not known may do nothing.
 *
 * @param authenticated whether callers have to be known
 * @param impersonation whether batches run as users
 * @param accessControl whether batches are shown and given up to some users only
 * @param superusers may do everything and run batches as anybody
 * @param modifiers may see and delete every batch under access control
 * @param viewers may see every batch under access control
 * @param allowed may use the service at all under access control, beside those on another list
 */
public record AccessRules(
        boolean authenticated,
        boolean impersonation,
        boolean accessControl,
        UserList superusers,
        UserList modifiers,
        UserList viewers,
        UserList allowed) {

    /** Nobody is known and everybody may do everything. */
    public static final AccessRules OPEN =
            new AccessRules(false, false, false, UserList.NOBODY, UserList.NOBODY, UserList.NOBODY, UserList.EVERYBODY);

    public AccessRules {
        if (!authenticated && (impersonation || accessControl)) {
            throw new IllegalArgumentException("what a user may do cannot be ruled where no user is known");
        }
    }

    /**
     * Lets a caller in, or not.
     *
     * @param caller who asks; empty if that is not known
     * @throws AccessDenied if the caller has to be known and is not, or may not use the service
     */
    public void admit(Optional<String> caller) throws AccessDenied {
        if (authenticated && caller.isEmpty()) {
            throw AccessDenied.ofNobody();
        }
        if (accessControl && !caller.map(this::isAllowed).orElse(false)) {
            throw AccessDenied.of("User '" + caller.orElse("") + "' is not allowed to use this service.");
        }
    }

    /**
     * Admits a caller who has power over the service itself.
     *
     * @throws AccessDenied if callers have to be known and this one is no superuser
     */
    public void admitSuperuser(Optional<String> caller) throws AccessDenied {
        admit(caller);
        if (authenticated && !isSuperuser(caller)) {
            throw AccessDenied.of("User '" + caller.orElse("")
                    + "' is no superuser: session.superusers names those who may do this.");
        }
    }

    /**
     * What a caller may do with batches.
     *
     * @param caller who asks; empty if that is not known
     * @param doAs as whom, if the caller says so; of no account while impersonation is off
     * @throws AccessDenied if the caller may not be admitted, or may not act as {@code doAs}
     */
    public Permit permit(Optional<String> caller, Optional<String> doAs) throws AccessDenied {
        admit(caller);
        Optional<String> target = impersonation ? doAs : Optional.empty();
        if (target.isPresent()) {
            checkImpersonation(caller, target.get());
        }
        return new Permit(this, caller, target);
    }

    /**
     * Whether one user may act as another. Nobody may as somebody who cannot be a user.
     *
     * @throws AccessDenied if not
     */
    void checkImpersonation(Optional<String> caller, String target) throws AccessDenied {
        boolean allowed = caller.equals(Optional.of(target)) || isSuperuser(caller);
        if (!allowed || !UserList.isName(target)) {
            throw AccessDenied.of(
                    "User '%s' not allowed to impersonate 'Some(%s)'.".formatted(caller.orElse(""), target));
        }
    }

    boolean mayView(Optional<String> user, Session session) {
        return mayModify(user, session) || user.map(viewers::has).orElse(false);
    }

    boolean mayModify(Optional<String> user, Session session) {
        return !accessControl
                || user.map(known -> isTheirs(session, known) || rulesAll(known))
                        .orElse(false);
    }

    private static boolean isTheirs(Session session, String user) {
        Optional<String> asked = Optional.of(user);
        return session.order().owner().equals(asked)
                || session.order().proxyUser().equals(asked);
    }

    private boolean rulesAll(String user) {
        return superusers.has(user) || modifiers.has(user);
    }

    private boolean isAllowed(String user) {
        return rulesAll(user) || viewers.has(user) || allowed.has(user);
    }

    private boolean isSuperuser(Optional<String> caller) {
        return caller.map(superusers::has).orElse(false);
    }
}
