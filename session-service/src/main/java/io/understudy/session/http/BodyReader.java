package io.understudy.session.http;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;

/**
 * Reads a body without blocking. Of one that is too long the rest is read and thrown away, so that the client hears the
 * answer instead of a broken connection; beyond reason it is not.
 */
final class BodyReader implements Runnable {

    private static final long PATIENCE_BYTES = 16L * 1024 * 1024;

    private final Content.Source source;
    private final Consumer<Body> done;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seen;

    BodyReader(Content.Source source, Consumer<Body> done) {
        this.source = source;
        this.done = done;
    }

    /** How reading ended. */
    sealed interface Body {

        /** All of it. */
        @SuppressWarnings("ArrayRecordComponent")
        record Whole(byte[] bytes) implements Body {}

        /** Longer than the service takes. */
        record TooLong() implements Body {}

        /** The sender broke off. */
        record Broken(Throwable why) implements Body {}
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
                done.accept(new Body.Broken(chunk.getFailure()));
                return;
            }
            boolean last = take(chunk);
            if (last || seen > PATIENCE_BYTES) {
                done.accept(isTooLong() ? new Body.TooLong() : new Body.Whole(bytes.toByteArray()));
                return;
            }
        }
    }

    private boolean isTooLong() {
        return seen > BatchApi.MAX_BODY_BYTES;
    }

    private boolean take(Content.Chunk chunk) {
        seen += chunk.remaining();
        if (!isTooLong()) {
            byte[] part = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(part);
            bytes.writeBytes(part);
        }
        boolean last = chunk.isLast();
        chunk.release();
        return last;
    }
}
