package io.understudy.session.store;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.IdBlock;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.Term;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.session.Attempt;
import io.understudy.session.AttemptEnd;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.SubmissionLog;
import io.understudy.session.service.SessionStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Sessions in the znodes of a fenced store: {@code sessions/<2 hex>/<10 digits>}. What is written has the format of the
 * term; a record keeps the format that it has until it is written again.
 */
public final class ZnodeSessions implements SessionStore {

    /** Largest record, in bytes. */
    static final int MAX_BYTES = 384 * 1024;

    /** What a new record leaves free for what YARN will say of it. */
    static final int HEADROOM = 60 * 1024;

    /** Ids that are reserved at once. */
    static final int BLOCK = 1000;

    private final FencedStore store;
    private final Executor executor;

    /**
     * @param store the door to the store, for one term
     * @param executor runs one task after the other; records are read on it, not on the threads of the store
     */
    public ZnodeSessions(FencedStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    @Override
    public Term term() {
        return store.term();
    }

    @Override
    public void load(Consumer<List<Recovered>> pieces, Consumer<Loading> reply) {
        new Recovery(store, executor, pieces, reply).begin();
    }

    @Override
    public Shelved shelve(Kept kept) {
        return RecordCodec.shelve(kept, term().format());
    }

    @Override
    public Label label(Shelved shelved) {
        return RecordCodec.label(shelved);
    }

    @Override
    public Recovered unshelve(Shelved shelved) {
        return RecordCodec.unshelve(shelved);
    }

    @Override
    public void create(Session session, Consumer<Saving> reply) {
        byte[] data = RecordCodec.write(session, term().format());
        if (data.length > MAX_BYTES - HEADROOM) {
            reply.accept(tooBig(data.length, MAX_BYTES - HEADROOM));
        } else {
            write(new WriteOp.Create(path(session.id()), data), reply);
        }
    }

    @Override
    public void replace(StoredRecord stored, int version, Consumer<Saving> reply) {
        byte[] data = RecordCodec.write(stored, term().format());
        if (data.length > MAX_BYTES) {
            reply.accept(tooBig(data.length, MAX_BYTES));
        } else {
            write(new WriteOp.Update(path(stored.id()), data, version), reply);
        }
    }

    @Override
    public void remove(SessionId id, int version, Consumer<Saving> reply) {
        write(new WriteOp.Delete(path(id), version), reply);
    }

    @Override
    public void time(Consumer<Timing> reply) {
        clock(
                before -> {
                    byte[] data = store.term().node().getBytes(StandardCharsets.UTF_8);
                    WriteOp touch = before.content()
                            .<WriteOp>map(content -> new WriteOp.Update(StorePaths.CLOCK, data, content.version()))
                            .orElseGet(() -> new WriteOp.Create(StorePaths.CLOCK, data));
                    store.write(List.of(touch), outcome -> {
                        if (outcome instanceof WriteOutcome.Written) {
                            clock(after -> reply.accept(timing(after)), reply);
                        } else {
                            reply.accept(new Failed(StorePaths.CLOCK + " could not be written"));
                        }
                    });
                },
                reply);
    }

    private void clock(Consumer<StoredNode> then, Consumer<? super Failed> otherwise) {
        store.read(List.of(StorePaths.CLOCK), read -> {
            if (read instanceof ReadOutcome.Found<List<StoredNode>> found) {
                then.accept(found.value().get(0));
            } else {
                otherwise.accept(new Failed(StorePaths.CLOCK + " could not be read"));
            }
        });
    }

    private static Timing timing(StoredNode clock) {
        return clock.content()
                .<Timing>map(content -> new Time(content.modified()))
                .orElseGet(() -> new Failed(StorePaths.CLOCK + " is gone"));
    }

    @Override
    public void settle(SessionId id, Consumer<Settling> reply) {
        store.heartbeat(beat -> {
            if (beat instanceof WriteOutcome.Written) {
                store.read(List.of(path(id)), read -> reply.accept(settling(id, read)));
            } else {
                reply.accept(new Failed("the store did not acknowledge a heartbeat"));
            }
        });
    }

    @Override
    public void saveLog(SessionId id, SubmissionLog log, OptionalInt version, Consumer<Saving> reply) {
        byte[] data = SubmissionLogCodec.write(log, term().format());
        String path = StorePaths.log(id.number());
        write(
                version.isPresent()
                        ? new WriteOp.Update(path, data, version.getAsInt())
                        : new WriteOp.Create(path, data),
                reply);
    }

    @Override
    public void readLog(SessionId id, Consumer<LogFinding> reply) {
        store.heartbeat(beat -> {
            if (beat instanceof WriteOutcome.Written) {
                store.read(
                        List.of(StorePaths.log(id.number())),
                        read -> executor.execute(() -> reply.accept(finding(read))));
            } else {
                reply.accept(new Failed("the store did not acknowledge a heartbeat"));
            }
        });
    }

    private static LogFinding finding(ReadOutcome<List<StoredNode>> read) {
        if (!(read instanceof ReadOutcome.Found<List<StoredNode>> found)) {
            return new Failed("the output of the submission could not be read");
        }
        StoredNode node = found.value().get(0);
        if (node.unread().isPresent()) {
            return new StandingLog(SubmissionLog.unreadable(node.unread().get()), 0);
        }
        return node.content()
                .<LogFinding>map(content -> new StandingLog(SubmissionLogCodec.read(content.data()), content.version()))
                .orElseGet(Absent::new);
    }

    @Override
    public void removeLog(SessionId id, Consumer<Saving> reply) {
        String path = StorePaths.log(id.number());
        store.read(List.of(path), read -> {
            Optional<StoredNode> node = read instanceof ReadOutcome.Found<List<StoredNode>> found
                    ? Optional.of(found.value().get(0))
                            .filter(there -> there.unread().isEmpty())
                    : Optional.empty();
            if (node.isEmpty()) {
                reply.accept(new Unknown("the output of the submission could not be read"));
                return;
            }
            node.get()
                    .content()
                    .ifPresentOrElse(
                            content -> write(new WriteOp.Delete(path, content.version()), reply),
                            () -> reply.accept(new Saved(-1)));
        });
    }

    @Override
    public void reserve(Consumer<Reserving> reply) {
        store.read(List.of(StorePaths.NEXT_ID), read -> {
            if (read instanceof ReadOutcome.Found<List<StoredNode>> found) {
                reserve(found.value().get(0), reply);
            } else {
                reply.accept(new Failed(StorePaths.NEXT_ID + " could not be read"));
            }
        });
    }

    @Override
    public void end(SessionId id, Attempt attempt, Consumer<Word> reply) {
        List<String> paths =
                List.of(StorePaths.grave(EndNote.name(id, attempt)), StorePaths.grave(attempt.incarnation()));
        store.read(paths, read -> reply.accept(word(attempt, read)));
    }

    private static Word word(Attempt attempt, ReadOutcome<List<StoredNode>> read) {
        if (!(read instanceof ReadOutcome.Found<List<StoredNode>> found)) {
            return new Failed("the graves could not be read");
        }
        Optional<StoredNode.Content> note = found.value().get(0).content();
        if (note.isPresent()) {
            try {
                return new Told(EndNote.read(note.get().data()));
            } catch (UnreadableRecord e) {
                return new Failed("word of the end of an attempt cannot be understood: " + e.why());
            }
        }
        return found.value().get(1).content().isEmpty()
                ? new Silence()
                : new Told(new AttemptEnd(
                        AttemptEnd.How.CUT_SHORT, "the process on " + attempt.node() + " died while it submitted"));
    }

    @Override
    public void sweepGraves(Instant before, Consumer<Integer> reply) {
        new GraveSweep(store, before, reply).begin();
    }

    @Override
    public void heartbeat(Consumer<Boolean> reply) {
        store.heartbeat(outcome -> reply.accept(outcome instanceof WriteOutcome.Written));
    }

    private void write(WriteOp op, Consumer<Saving> reply) {
        store.write(List.of(op), outcome -> reply.accept(saving(outcome)));
    }

    private static Saving saving(WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.Written written) {
            return new Saved(written.versions().get(0));
        } else if (outcome instanceof WriteOutcome.Conflict conflict) {
            return new Conflict(conflict.cause().toString());
        } else if (outcome instanceof WriteOutcome.Deposed deposed) {
            return new Deposed(deposed.why());
        } else if (outcome instanceof WriteOutcome.Unknown unknown) {
            return new Unknown(unknown.why());
        }
        throw new IllegalStateException("no such outcome: " + outcome);
    }

    private static Settling settling(SessionId id, ReadOutcome<List<StoredNode>> read) {
        if (!(read instanceof ReadOutcome.Found<List<StoredNode>> found)) {
            return new Failed("the record could not be read");
        }
        StoredNode node = found.value().get(0);
        if (node.unread().isPresent()) {
            return new Failed("the record cannot be read: " + node.unread().get());
        }
        if (node.content().isEmpty()) {
            return new Absent();
        }
        StoredNode.Content content = node.content().get();
        try {
            return new Standing(new Kept(RecordCodec.read(id, content.data()), content.version(), content.modified()));
        } catch (UnreadableRecord e) {
            return new Failed("the record cannot be understood: " + e.why());
        }
    }

    private void reserve(StoredNode node, Consumer<Reserving> reply) {
        int version = node.content().map(StoredNode.Content::version).orElse(-1);
        long first = node.content().map(content -> number(content.data())).orElse(-1L);
        if (version < 0 || first < 0 || first + BLOCK > Integer.MAX_VALUE) {
            reply.accept(new Failed(StorePaths.NEXT_ID + " is missing, damaged or used up"));
            return;
        }
        IdBlock block = new IdBlock((int) first, (int) first + BLOCK);
        byte[] data = Integer.toString(block.end()).getBytes(StandardCharsets.UTF_8);
        store.write(List.of(new WriteOp.Update(StorePaths.NEXT_ID, data, version)), outcome -> {
            boolean written = outcome instanceof WriteOutcome.Written;
            reply.accept(written ? new Reserved(block) : new Failed(StorePaths.NEXT_ID + " could not be raised"));
        });
    }

    private static long number(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        return text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
    }

    private static String path(SessionId id) {
        return StorePaths.session(id.number());
    }

    private static TooBig tooBig(int size, int limit) {
        return new TooBig("The record of this session would have " + size + " bytes; the store takes " + limit
                + ". Make the request smaller.");
    }
}
