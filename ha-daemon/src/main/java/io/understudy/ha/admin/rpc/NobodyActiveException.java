package io.understudy.ha.admin.rpc;

import org.apache.hadoop.ha.ServiceFailedException;

/** Refused, because no node is active; nothing was changed. The name crosses the wire. */
public final class NobodyActiveException extends ServiceFailedException {

    private static final long serialVersionUID = 1;

    public NobodyActiveException(String sentence) {
        super(sentence);
    }
}
