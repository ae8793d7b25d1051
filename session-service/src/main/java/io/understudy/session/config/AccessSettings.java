package io.understudy.session.config;

import io.understudy.session.AccessRules;
import io.understudy.session.UserList;
import io.understudy.session.auth.AddressRange;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.HeaderAuthenticator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use the service, and for what.
 *
 * @param authenticator finds out who asks
 * @param rules for those who ask
 * @param csrfProtection whether what changes something needs {@code X-Requested-By}
 * @param header that names the user, if one does
 */
public record AccessSettings(
        Authenticator authenticator, AccessRules rules, boolean csrfProtection, Optional<String> header) {

    public static final Key<String> AUTH_TYPE = Key.of(
            "session.auth.type",
            Format.text("none or header", "none|header"),
            "none",
            "How it is found out who asks. `none`: not at all, everybody may do everything. `header`: a proxy"
                    + " authenticates users and names them in a header, see [users](users.md).");
    public static final Key<String> AUTH_HEADER = Key.of(
            "session.auth.header.name",
            Format.text("the name of a header", "[A-Za-z0-9!#$%&'*+.^_`|~-]+"),
            "X-Remote-User",
            "The header in which the proxy names the user. It must replace what clients send under that name.");
    public static final Key<List<AddressRange>> TRUSTED_ADDRESSES = Key.of(
            "session.auth.header.trusted-addresses",
            new Format<>(
                    "addresses or ranges such as 10.0.0.7 or 10.1.0.0/16, separated by commas", AccessSettings::ranges),
            "",
            "Where that header may come from: the proxies. From elsewhere a request that has it is refused. Names are not"
                    + " looked up.");
    public static final Key<List<String>> SUPERUSERS = Key.of(
            "session.superusers",
            Format.texts("names of users, separated by commas; * for all"),
            "",
            "Users who may do everything: run batches as anybody, see and delete every batch, and give orders to the"
                    + " daemons (`POST /ha/*`, `haadmin`). Livy's name for it is `livy.superusers`.");
    public static final Key<Boolean> IMPERSONATION = Key.of(
            "session.impersonation.enabled",
            Format.bool(),
            "false",
            "Whether batches run as users: as `doAs`, else as `proxyUser`, else as the one who asks. Needs an"
                    + " authentication. Livy's name for it is `livy.impersonation.enabled`.");
    public static final Key<Boolean> ACCESS_CONTROL = Key.of(
            "session.access-control.enabled",
            Format.bool(),
            "false",
            "Whether logs are shown to, and batches deleted by, none but their owner, the user they run as, and those on"
                    + " the lists. Needs an authentication. Livy's name for it is `livy.server.access-control.enabled`.");
    public static final Key<List<String>> ALLOWED_USERS = Key.of(
            "session.access-control.allowed-users",
            Format.texts("names of users, separated by commas; * for all"),
            "*",
            "Under access control, users who may use the service at all, beside those on the other lists.");
    public static final Key<List<String>> VIEW_USERS = Key.of(
            "session.access-control.view-users",
            Format.texts("names of users, separated by commas; * for all"),
            "",
            "Under access control, users who see every batch whole.");
    public static final Key<List<String>> MODIFY_USERS = Key.of(
            "session.access-control.modify-users",
            Format.texts("names of users, separated by commas; * for all"),
            "",
            "Under access control, users who see every batch whole and may delete it.");
    public static final Key<Boolean> CSRF_PROTECTION = Key.of(
            "session.csrf-protection.enabled",
            Format.bool(),
            "false",
            "Whether every method but GET, HEAD and OPTIONS needs a header `X-Requested-By`, with any value. Livy's name"
                    + " for it is `livy.server.csrf-protection.enabled`.");

    /** The keys that it is made of. */
    public static final Keys KEYS = Keys.of(
            AUTH_TYPE,
            AUTH_HEADER,
            TRUSTED_ADDRESSES,
            SUPERUSERS,
            IMPERSONATION,
            ACCESS_CONTROL,
            ALLOWED_USERS,
            VIEW_USERS,
            MODIFY_USERS,
            CSRF_PROTECTION);

    /** Headers that are something else already, or never arrive. */
    private static final Set<String> TAKEN = Set.of(
            "accept",
            "accept-encoding",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "idempotency-key",
            "transfer-encoding",
            "x-forwarded-for",
            "x-requested-by");

    /**
     * Picks it from all settings.
     *
     * @throws InvalidConfiguration if the keys do not fit together
     */
    public static AccessSettings of(Settings settings) throws InvalidConfiguration {
        boolean header = settings.get(AUTH_TYPE).equals("header");
        if (!header) {
            refuseUsers(settings, IMPERSONATION);
            refuseUsers(settings, ACCESS_CONTROL);
        }
        return new AccessSettings(
                header ? byHeader(settings) : Authenticator.NONE,
                new AccessRules(
                        header,
                        settings.get(IMPERSONATION),
                        settings.get(ACCESS_CONTROL),
                        UserList.of(settings.get(SUPERUSERS)),
                        UserList.of(settings.get(MODIFY_USERS)),
                        UserList.of(settings.get(VIEW_USERS)),
                        UserList.of(settings.get(ALLOWED_USERS))),
                settings.get(CSRF_PROTECTION),
                header ? Optional.of(settings.get(AUTH_HEADER)) : Optional.empty());
    }

    private static void refuseUsers(Settings settings, Key<Boolean> key) throws InvalidConfiguration {
        if (settings.get(key)) {
            throw new InvalidConfiguration(
                    key.name() + " is true, but session.auth.type is none, so that no user is known:"
                            + " set session.auth.type to header, or leave " + key.name() + " out");
        }
    }

    private static Authenticator byHeader(Settings settings) throws InvalidConfiguration {
        String name = settings.get(AUTH_HEADER);
        String lower = name.toLowerCase(Locale.ROOT);
        if (TAKEN.contains(lower) || lower.startsWith("x-ha-")) {
            throw new InvalidConfiguration(AUTH_HEADER.name() + " is \"" + name
                    + "\", which means something else here: let the proxy use another header, such as X-Remote-User");
        }
        List<AddressRange> trusted = settings.get(TRUSTED_ADDRESSES);
        if (trusted.isEmpty()) {
            throw new InvalidConfiguration("session.auth.type is header, but nobody may send that header: put the"
                    + " addresses of your proxies into " + TRUSTED_ADDRESSES.name());
        }
        return new HeaderAuthenticator(name, trusted);
    }

    private static Optional<List<AddressRange>> ranges(String text) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String item : Format.texts("").parse(text).orElse(List.of())) {
            Optional<AddressRange> range = AddressRange.parse(item);
            if (range.isEmpty()) {
                return Optional.empty();
            }
            ranges.add(range.get());
        }
        return Optional.of(List.copyOf(ranges));
    }
}
