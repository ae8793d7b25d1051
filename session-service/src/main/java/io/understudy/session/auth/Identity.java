package io.understudy.session.auth;

/** What an {@link Authenticator} makes of a request. */
public sealed interface Identity {

    /** A user, by a name that {@link io.understudy.session.UserList#isName} takes. */
    record Known(String user) implements Identity {}

    /** Nobody says who asks. */
    record Nobody() implements Identity {}

    /**
     * Somebody says it who may not, or not so. The request must not be served.
     *
     * @param why for the client
     */
    record Refused(String why) implements Identity {}
}
