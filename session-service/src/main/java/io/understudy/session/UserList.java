package io.understudy.session;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of users.
 *
 * @param names {@code *} among them stands for everybody
 */
public record UserList(Set<String> names) {

    /** No user at all. */
    public static final UserList NOBODY = new UserList(Set.of());

    /** Every user. */
    public static final UserList EVERYBODY = new UserList(Set.of("*"));

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@$+-]{0,127}");

    public UserList {
        names = Set.copyOf(names);
    }

    /** A list as it is configured. */
    public static UserList of(Collection<String> names) {
        return new UserList(Set.copyOf(names));
    }

    /** Whether {@code user} is on it. */
    public boolean has(String user) {
        return names.contains("*") || names.contains(user);
    }

    /** Whether a text can be the name of a user: operating systems make files and arguments of it. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
