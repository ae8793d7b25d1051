package io.understudy.session.yarn;

/** A submission that YARN could not run, found before it was sent; the message says why. */
final class RefusedByUs extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedByUs(String why) {
        super(why);
    }
}
