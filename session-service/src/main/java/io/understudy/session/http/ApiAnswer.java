package io.understudy.session.http;

import java.util.Map;

/** What the service says to a request. */
public sealed interface ApiAnswer {

    /**
     * An answer for the client, built and checked while the gate was open.
     *
     * @param status HTTP status
     * @param headers header names and values
     * @param body not copied
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Done(int status, Map<String, String> headers, byte[] body) implements ApiAnswer {

        public Done {
            headers = Map.copyOf(headers);
        }
    }

    /** Provably not processed: the gate is shut or nothing is loaded. Repeating it elsewhere is safe. */
    record NotServing(String why) implements ApiAnswer {}

    /** A write whose outcome nobody here can tell. Repeating it is safe only with the same key. */
    record Unknown(String why) implements ApiAnswer {}
}
