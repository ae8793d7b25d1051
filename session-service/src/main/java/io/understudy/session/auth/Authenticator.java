package io.understudy.session.auth;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who asks. The one place where headers are read for it. Any thread may call; the call returns at once, from
 * memory.
 */
public interface Authenticator {

    /** Lets everybody in and knows nobody. */
    Authenticator NONE = new Authenticator() {
        @Override
        public Identity identify(Sender sender) {
            return new Identity.Nobody();
        }

        @Override
        public boolean isRequired() {
            return false;
        }

        @Override
        public Set<String> headers() {
            return Set.of();
        }
    };

    /** What a client hears who has to be known and is not. */
    String NOBODY_IS_KNOWN = "Authentication is required: it is not known who asks.";

    /** What a request says for its sender. */
    interface Sender {

        /** The address at the other end of the connection; empty if the connection is gone. */
        Optional<InetAddress> address();

        /** All values of a header, in their order; empty if it is not there. */
        List<String> values(String header);
    }

    /** Who sent a request that came from a client. */
    Identity identify(Sender sender);

    /** Whether whoever asks has to be known. */
    boolean isRequired();

    /** The headers by which it knows users, in lower case: nobody behind it may see them. */
    Set<String> headers();
}
