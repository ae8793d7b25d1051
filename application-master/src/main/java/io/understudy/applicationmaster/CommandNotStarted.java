package io.understudy.applicationmaster;

/** The command could not be started; the message says why. */
final class CommandNotStarted extends Exception {

    private static final long serialVersionUID = 1L;

    CommandNotStarted(String why) {
        super(why);
    }
}
