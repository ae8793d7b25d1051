package io.understudy.session.config;

/** A configuration that cannot be used. The message is one sentence for the operator: what, why, what to do. */
public final class InvalidConfiguration extends Exception {

    private static final long serialVersionUID = 1;

    public InvalidConfiguration(String sentence) {
        super(sentence);
    }
}
