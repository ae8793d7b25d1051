package io.understudy.ha.custody;

import java.time.Duration;
import java.util.Optional;

/** Ends the sessions of a daemon that is dead. One thread at a time. */
public interface Reaper {

    /** Makes itself ready for {@link #reap}, so that it is quick. May take its time. */
    void rehearse(Custody custody);

    /**
     * Ends all sessions, at most as long as {@code limit}.
     *
     * @param custody of a process that is dead
     * @param provenDead whether nothing of its process group is alive either: then a grave says so
     * @return what went wrong, a sentence; empty if nothing did
     */
    Optional<String> reap(Custody custody, boolean provenDead, Duration limit) throws InterruptedException;
}
