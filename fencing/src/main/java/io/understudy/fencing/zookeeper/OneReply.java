package io.understudy.fencing.zookeeper;

import java.time.Duration;
import java.util.function.Consumer;

/** A reply that is given exactly once: the first answer, or a late one when the deadline has passed. On the loop only. */
final class OneReply<T> implements Consumer<T> {

    private final Consumer<T> reply;
    private final Runnable cancelDeadline;
    private boolean given;

    OneReply(ZooKeeperCalls calls, Duration deadline, T late, Consumer<T> reply) {
        this.reply = reply;
        this.cancelDeadline = calls.after(deadline, () -> accept(late));
    }

    boolean isGiven() {
        return given;
    }

    @Override
    public void accept(T answer) {
        if (!given) {
            given = true;
            cancelDeadline.run();
            reply.accept(answer);
        }
    }
}
