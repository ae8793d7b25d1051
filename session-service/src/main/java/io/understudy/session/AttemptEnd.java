package io.understudy.session;

/**
 * How the process of an attempt ended, as far as anybody can say. That it is gone is certain: it submits nothing any more.
 *
 * @param how what it says of the application
 * @param why for whoever asks; as diagnostics of the session if nothing better is known
 */
public record AttemptEnd(How how, String why) {

    /** What the end of a process says of the application that it was to make. */
    public enum How {
        /** It was cut short, or never ran: it says nothing. */
        CUT_SHORT,
        /** It failed by itself: another run would fail as well. */
        FAILED,
        /** It said that it had submitted the application. */
        SUBMITTED
    }
}
