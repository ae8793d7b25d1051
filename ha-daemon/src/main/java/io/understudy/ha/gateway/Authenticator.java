package io.understudy.ha.gateway;

import java.util.Map;

/** Decides who asks. The one place where headers are read for it. Any thread may call. */
public interface Authenticator {

    /** Lets everybody in and knows nobody. */
    Authenticator NONE = new Authenticator() {
        @Override
        public Caller caller(Map<String, String> headers) {
            return Caller.NOBODY;
        }

        @Override
        public boolean authenticates() {
            return false;
        }
    };

    /**
     * The caller of a request that came from a client.
     *
     * @param headers all of its headers, names in lower case
     */
    Caller caller(Map<String, String> headers);

    /** Whether callers have to show who they are. */
    boolean authenticates();
}
