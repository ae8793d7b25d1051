package io.understudy.ha.fencing;

import java.util.function.Consumer;

/** What the operator has configured to make sure that a process is dead. */
public interface FencingMethods {

    /**
     * Tries one method after the other until one succeeds. Returns at once.
     *
     * @param reply called once, on any thread, when one has succeeded, all have failed, or {@code ha.fencing.timeout} is
     *     over: what still runs is ended then
     */
    void fence(Target target, Consumer<Verdict> reply);

    /** What became of it. */
    sealed interface Verdict {

        /**
         * The process is dead.
         *
         * @param method that says so, as it is named in the configuration
         */
        record Fenced(String method) implements Verdict {}

        /** Nobody can say whether it is. */
        record NotFenced(String why) implements Verdict {}
    }
}
