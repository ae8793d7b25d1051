package io.understudy.session.service;

import io.understudy.fencing.Gate;

/**
 * What a use case says, and until when it may be said.
 *
 * @param result what is said
 * @param gate asked once more after the client's answer was built from {@code result}: if it is shut then, the answer is
 *     thrown away and the client is told that this node does not serve. The gate of an acknowledged write, and of an
 *     answer that claims nothing about sessions, is always open.
 */
public record Reply<T>(T result, Gate gate) {

    /** Something that stays true whoever is in office. */
    static <T> Reply<T> always(T result) {
        return new Reply<>(result, () -> true);
    }
}
