package io.understudy.session.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.session.Stamp;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Fills an empty store in one term of its own, with many writes in flight. While it goes on {@code next-id} is not a
 * number: no daemon takes half a store for a whole one, whatever becomes of this process. One thread.
 */
final class Filling {

    /** What stands in {@code next-id} meanwhile. */
    static final String UNDER_WAY = "import-under-way";

    private static final int BYTES_IN_FLIGHT = 4 * 1024 * 1024;

    /** What a write costs beside its data; bounds the number of small ones. */
    private static final int WRITE_OVERHEAD = 4096;

    private final StoreReader reader;
    private final FencedStore store;
    private final Semaphore room = new Semaphore(BYTES_IN_FLIGHT);
    private final AtomicReference<@Nullable WriteOutcome> trouble = new AtomicReference<>();
    private int reserved;
    private int nextIdVersion;

    private Filling(StoreReader reader, FencedStore store) {
        this.reader = reader;
        this.store = store;
    }

    /**
     * Enters the store, which must be vacant, and marks it.
     *
     * @throws TransferFailure if it is not vacant; then nothing was changed
     */
    static Filling begin(StoreDoor door, Candidate self) throws TransferFailure {
        StoreReader reader = new StoreReader(door.reading(), door.where());
        Filling filling = new Filling(reader, Office.enter(door, self));
        Vacancy.requireEmpty(reader);
        filling.mark();
        return filling;
    }

    Term term() {
        return store.term();
    }

    /** When and by whom records are written. */
    Stamp stamp() {
        return new Stamp(term().since(), term().node(), term().epoch());
    }

    /** Writes a node. Returns when there is room for the next one; {@link #finish} tells what became of it. */
    void add(String path, byte[] data) throws TransferFailure {
        int weight = Math.min(BYTES_IN_FLIGHT, data.length + WRITE_OVERHEAD);
        room.acquireUninterruptibly(weight);
        check();
        store.write(List.of(new WriteOp.Create(path, data)), outcome -> {
            if (!(outcome instanceof WriteOutcome.Written)) {
                trouble.compareAndSet(null, outcome);
            }
            room.release(weight);
        });
    }

    /**
     * Waits for all writes, then lets daemons in.
     *
     * @param nextId above all ids that were ever given; more if the store has reserved more
     * @return the first id that will be given
     */
    int finish(int nextId) throws TransferFailure {
        room.acquireUninterruptibly(BYTES_IN_FLIGHT);
        check();
        int first = Math.max(reserved, nextId);
        setNextId(Integer.toString(first));
        store.close();
        return first;
    }

    private void mark() throws TransferFailure {
        StoredNode.Content content = reader.content(StorePaths.NEXT_ID).orElseThrow();
        reserved = Integer.parseInt(new String(content.data(), UTF_8));
        nextIdVersion = content.version();
        setNextId(UNDER_WAY);
    }

    private void setNextId(String text) throws TransferFailure {
        WriteOp op = new WriteOp.Update(StorePaths.NEXT_ID, text.getBytes(UTF_8), nextIdVersion);
        WriteOutcome outcome = Await.reply(reply -> store.write(List.of(op), reply));
        if (outcome instanceof WriteOutcome.Written written) {
            nextIdVersion = written.versions().get(0);
        } else {
            trouble.compareAndSet(null, outcome);
        }
        check();
    }

    private void check() throws TransferFailure {
        WriteOutcome first = trouble.get();
        if (first != null) {
            throw unfinished(first.toString());
        }
    }

    /** What to say after something else failed while this was under way. */
    TransferFailure brokenOff(Exception why) {
        return why instanceof TransferFailure failure && failure.kind() == TransferFailure.Kind.UNFINISHED
                ? failure
                : unfinished(String.valueOf(why.getMessage()));
    }

    private TransferFailure unfinished(String why) {
        return TransferFailure.unfinished(
                "%s holds a part of the sessions only (%s). No daemon will serve it: remove %s with all below it (zkCli.sh deleteall), and begin again"
                        .formatted(reader.where(), why, reader.where().split(" ", 2)[0]));
    }
}
