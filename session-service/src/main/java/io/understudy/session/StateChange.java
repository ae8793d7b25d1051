package io.understudy.session;

/**
 * One line of a session's history.
 *
 * @param state the state that it came to
 * @param stamp when, and who recorded it
 */
public record StateChange(SessionState state, Stamp stamp) {}
