package io.understudy.ha.gateway;

import java.util.Map;
import org.eclipse.jetty.io.Content;

/** What came of forwarding a request. */
sealed interface Upstream {

    /** Nobody wants it: frees what it holds. */
    default void discard() {}

    /**
     * An answer, whole. Without an epoch it is an error that the request made before any term saw it.
     *
     * @param memory to give back when it has gone out
     */
    record Answered(Head head, Reply reply, AnswerMemory.Share memory) implements Upstream {

        @Override
        public void discard() {
            memory.giveBack();
        }
    }

    /**
     * A long answer has begun.
     *
     * @param begin its first bytes
     * @param rest what follows
     * @param memory to give back when {@code begin} has gone out
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Streaming(Head head, byte[] begin, Content.Source rest, AnswerMemory.Share memory) implements Upstream {

        @Override
        public void discard() {
            memory.giveBack();
            rest.fail(new IllegalStateException("an answer that does not count"));
        }
    }

    /** Provably not processed, and that node is not worth trying: no connection, or it is not the active. */
    record NotProcessed(String why) implements Upstream {}

    /** Provably not processed, for a reason that lies in this one request. */
    record TurnedAway(String why) implements Upstream {}

    /** It was sent, and no answer came: nobody here knows whether it was processed. */
    record Broken(String why) implements Upstream {}

    /**
     * Status and headers of an answer.
     *
     * @param epoch of the term that did the work, -1 if the answer names none
     * @param node that did the work, empty if the answer names none
     * @param outcomeUnknown whether that node says that it does not know what became of the request
     * @param headers end-to-end headers
     */
    record Head(int status, long epoch, String node, boolean outcomeUnknown, Map<String, String> headers) {}
}
