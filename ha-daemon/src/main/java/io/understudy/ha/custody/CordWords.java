package io.understudy.ha.custody;

/** What daemon and launcher say to each other over the cord, a line each. */
public final class CordWords {

    /** How each line begins; it is followed by one of the words. */
    public static final String PREFIX = "understudy: ";

    /** The daemon: its port is open. */
    public static final String READY = PREFIX + "ready";

    /** The daemon: it will say so again within so many milliseconds; 0: it promises nothing any more. */
    public static final String ALIVE = PREFIX + "alive ";

    /** The daemon: a number, and with it what it leaves in custody, as {@link Custody#toJson()}. Holds secrets. */
    public static final String CUSTODY = PREFIX + "custody ";

    /** The launcher: the number of what it has taken into custody. */
    public static final String KEPT = PREFIX + "kept ";

    private CordWords() {}
}
