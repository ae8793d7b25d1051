package io.understudy.applicationmaster;

import java.io.IOException;

/**
 * The talk with the ResourceManager. Every call ends after a bounded time; an {@link IOException} means that the
 * ResourceManager could not be reached or understood this time, and the call may be repeated without harm.
 */
interface ResourceManagerLink {

    /** Registers this attempt; being registered already is fine. */
    void register() throws IOException, AttemptEnded;

    /** Tells that this attempt lives; registers again by itself with a ResourceManager that was restarted. */
    void heartbeat() throws IOException, AttemptEnded;

    /** Ends the attempt in YARN's eyes. */
    void unregister(Outcome outcome) throws IOException, AttemptEnded;

    /** YARN has ended this attempt or does not know it: nothing may run in its name. */
    final class AttemptEnded extends Exception {

        private static final long serialVersionUID = 1L;

        AttemptEnded(String why) {
            super(why);
        }
    }
}
