package io.understudy.ha.admin.verbs;

/** The end of a verb that did not do what was asked. The message is one sentence: what, why, what to do. */
final class Ending extends Exception {

    private static final long serialVersionUID = 1;

    private final Verdict verdict;

    Ending(Verdict verdict, String sentence) {
        super(sentence);
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }
}
