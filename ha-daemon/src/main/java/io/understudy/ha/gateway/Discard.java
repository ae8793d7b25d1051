package io.understudy.ha.gateway;

import org.eclipse.jetty.io.Content;

/**
 * Reads on and throws away, up to a limit: a client that is still sending when its answer comes would often see a broken
 * connection instead of the answer.
 */
final class Discard implements Runnable {

    /** What is thrown away at most; whoever sends more than that has to live with a broken connection. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final Content.Source source;
    private final Runnable done;
    private long discarded;

    Discard(Content.Source source, Runnable done) {
        this.source = source;
        this.done = done;
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                done.run();
                return;
            }
            discarded += chunk.remaining();
            boolean last = chunk.isLast();
            chunk.release();
            if (last || discarded > MOST_BYTES) {
                done.run();
                return;
            }
        }
    }
}
