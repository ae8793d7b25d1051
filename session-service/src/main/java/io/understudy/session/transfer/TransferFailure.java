package io.understudy.session.transfer;

/** A tool that did not do what was asked. The message is one sentence: what, why, what to do. */
public final class TransferFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** How it failed. */
    public enum Kind {
        /** It must not be done; nothing was changed. */
        REFUSED,
        /** ZooKeeper or YARN does not answer; nothing was changed. */
        UNREACHABLE,
        /** Something was written, and not all of it. */
        UNFINISHED
    }

    private TransferFailure(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    static TransferFailure refused(String sentence) {
        return new TransferFailure(Kind.REFUSED, sentence);
    }

    static TransferFailure unreachable(String sentence) {
        return new TransferFailure(Kind.UNREACHABLE, sentence);
    }

    static TransferFailure unfinished(String sentence) {
        return new TransferFailure(Kind.UNFINISHED, sentence);
    }

    /** How it failed. */
    public Kind kind() {
        return kind;
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
