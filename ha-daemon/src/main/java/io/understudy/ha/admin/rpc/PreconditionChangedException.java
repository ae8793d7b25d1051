package io.understudy.ha.admin.rpc;

import org.apache.hadoop.ha.ServiceFailedException;

/** Refused, because the cluster changed while it was asked for; nothing was changed. The name crosses the wire. */
public final class PreconditionChangedException extends ServiceFailedException {

    private static final long serialVersionUID = 1;

    public PreconditionChangedException(String sentence) {
        super(sentence);
    }
}
