package io.understudy.session;

import io.understudy.session.BatchRequest.Kind;
import java.util.Optional;
import java.util.Set;

/**
 * Which sessions belong on a list: those that have every trait that is asked for.
 *
 * @param states as clients see them, any of which will do; all if there are none
 * @param kind all if empty
 * @param owner all if empty
 * @param name all if empty
 */
public record ListFilter(Set<String> states, Optional<Kind> kind, Optional<String> owner, Optional<String> name) {

    /** Every session. */
    public static final ListFilter NONE =
            new ListFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public ListFilter {
        states = Set.copyOf(states);
    }

    /** Whether a session with these traits is to be listed. */
    public boolean matches(Traits traits) {
        return (states.isEmpty() || states.contains(traits.state().shown()))
                && (kind.isEmpty() || kind.get() == traits.kind())
                && (owner.isEmpty() || owner.equals(traits.owner()))
                && (name.isEmpty() || name.equals(traits.name()));
    }

    /** Whether no session that has ended can match. */
    public boolean isOfUnfinished() {
        return !states.isEmpty() && SessionState.shownFinal().noneMatch(states::contains);
    }
}
