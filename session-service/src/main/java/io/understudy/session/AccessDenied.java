package io.understudy.session;

/** Somebody may not do what was asked. The message is for the client. */
public final class AccessDenied extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean unknown;

    private AccessDenied(String sentence, boolean unknown) {
        super(sentence, null, false, false);
        this.unknown = unknown;
    }

    /** A known user may not. */
    static AccessDenied of(String sentence) {
        return new AccessDenied(sentence, false);
    }

    /** Nobody is known to ask. */
    static AccessDenied ofNobody() {
        return new AccessDenied("Authentication is required: it is not known who asks.", true);
    }

    /** Whether it is not known who asked. */
    public boolean isOfNobody() {
        return unknown;
    }
}
