package io.understudy.session;

import io.understudy.session.BatchRequest.Kind;
import java.util.Optional;

/**
 * What can be told of a session without reading its whole record, and what lists of sessions are filtered by.
 *
 * @param state how far it has come
 * @param kind what it is run with
 * @param owner who ordered it
 * @param name under which it can be found
 */
public record Traits(SessionState state, Kind kind, Optional<String> owner, Optional<String> name) {}
