package io.understudy.ha.gateway;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.eclipse.jetty.io.Content;

/** Reads a body into memory without blocking, up to a limit. */
final class BodyReader implements Runnable {

    private final Content.Source source;
    private final int limit;
    private final IntPredicate room;
    private final Consumer<Body> done;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

    /** How reading ended. */
    sealed interface Body {

        /** All of it. */
        @SuppressWarnings("ArrayRecordComponent")
        record Whole(byte[] bytes) implements Body {}

        /**
         * Longer than the limit, or than there is room for.
         *
         * @param begin what was read so far; the source has the rest
         */
        @SuppressWarnings("ArrayRecordComponent")
        record Longer(byte[] begin) implements Body {}

        /** The sender broke off. */
        record Broken(Throwable why) implements Body {}
    }

    BodyReader(Content.Source source, int limit, Consumer<Body> done) {
        this(source, limit, bytes -> true, done);
    }

    /** @param room whether there is room for so many bytes more; if not, the body counts as longer than the limit */
    BodyReader(Content.Source source, int limit, IntPredicate room, Consumer<Body> done) {
        this.source = source;
        this.limit = limit;
        this.room = room;
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
                done.accept(new Body.Broken(chunk.getFailure()));
                return;
            }
            boolean fits = room.test(chunk.remaining());
            boolean last = take(chunk);
            if (!fits || bytes.size() > limit) {
                done.accept(new Body.Longer(bytes.toByteArray()));
                return;
            }
            if (last) {
                done.accept(new Body.Whole(bytes.toByteArray()));
                return;
            }
        }
    }

    private boolean take(Content.Chunk chunk) {
        byte[] part = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(part);
        bytes.writeBytes(part);
        boolean last = chunk.isLast();
        chunk.release();
        return last;
    }
}
