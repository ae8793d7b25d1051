package io.understudy.session.store;

/** A record that this build cannot read. The message says why, for an operator. */
final class UnreadableRecord extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableRecord(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
