package io.understudy.session.service;

import io.understudy.session.Attempt;
import io.understudy.session.AttemptEnd;
import io.understudy.session.SessionId;

/**
 * Leaves word of how runs ended that outlived the term in which they were begun, for whoever is in office by then.
 *
 * <p>Any thread may call; calls return at once. What is reported is a fact about a process of this very process: no term
 * of office is needed to say it, and no fence.
 */
public interface EndReports {

    /** Of a process that has nowhere to leave word: whoever comes next waits for other proof. */
    EndReports NONE = (id, attempt, end) -> {};

    /** The process of this attempt is gone. */
    void report(SessionId id, Attempt attempt, AttemptEnd end);
}
