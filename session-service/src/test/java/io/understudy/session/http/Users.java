package io.understudy.session.http;

import io.understudy.session.AccessRules;
import io.understudy.session.UserList;
import io.understudy.session.auth.AddressRange;
import io.understudy.session.auth.Authenticator;
import io.understudy.session.auth.HeaderAuthenticator;
import io.understudy.session.testing.Contract;
import java.util.List;

/** Who may do what in {@code users.txt}. */
final class Users {

    /** The header that names a user. */
    static final String HEADER = "Remote-User";

    private Users() {}

    /** Believes this host alone. */
    static Authenticator authenticator() {
        return new HeaderAuthenticator(
                HEADER, List.of(AddressRange.parse("127.0.0.1").orElseThrow()));
    }

    /** What is switched on in a block, as its title says. */
    static Access access(Contract.Block block) {
        boolean both = block.title().startsWith("impersonation and access control: ");
        return new Access(
                new AccessRules(
                        true,
                        both,
                        both,
                        UserList.of(List.of("hue")),
                        UserList.of(List.of("mona")),
                        UserList.of(List.of("vera")),
                        UserList.of(List.of("alice", "bob", "eve"))),
                block.title().startsWith("csrf protection: "));
    }
}
