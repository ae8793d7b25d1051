package io.understudy.session;

/** A request that is not acceptable. The message is for the client and follows "Rejected, Reason: ". */
public final class RejectedRequest extends Exception {

    private static final long serialVersionUID = 1;

    public RejectedRequest(String reason) {
        super(reason, null, false, false);
    }

    /** Why, in words for the client. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
