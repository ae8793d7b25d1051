package io.understudy.ha.admin.rpc;

import org.apache.hadoop.ha.ServiceFailedException;

/** What was asked for may have happened, or happened elsewhere. The name crosses the wire. */
public final class OutcomeUnknownException extends ServiceFailedException {

    private static final long serialVersionUID = 1;

    public OutcomeUnknownException(String sentence) {
        super(sentence);
    }
}
