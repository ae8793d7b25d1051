package io.understudy.session.service;

import java.util.Locale;

/** How an attempt to bring a batch to YARN has ended. */
public enum SubmissionResult {
    /** YARN has it. */
    ACCEPTED,
    /** It was refused, or failed by itself: the batch will not run. */
    REFUSED,
    /** It never left this node: it is tried again. */
    NOT_SENT,
    /** Nobody can say yet. */
    UNKNOWN;

    /** As it is shown. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
