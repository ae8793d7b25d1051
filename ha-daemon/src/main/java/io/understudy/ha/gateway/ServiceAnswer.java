package io.understudy.ha.gateway;

/** What the service of this node says to a request. */
public sealed interface ServiceAnswer {

    /** An answer for the client, built while the gate was open. */
    record Done(Reply reply) implements ServiceAnswer {}

    /** Provably not processed: the gate is shut or nothing is loaded. */
    record NotServing(String why) implements ServiceAnswer {}

    /** A write whose outcome nobody here can tell. */
    record Unknown(String why) implements ServiceAnswer {}
}
