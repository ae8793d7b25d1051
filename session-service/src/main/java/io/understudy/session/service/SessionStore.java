package io.understudy.session.service;

import io.understudy.fencing.IdBlock;
import io.understudy.fencing.Term;
import io.understudy.session.Attempt;
import io.understudy.session.AttemptEnd;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.SubmissionLog;
import io.understudy.session.Tombstone;
import io.understudy.session.Traits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Sessions, durably, for one term of office. Every write is refused once the term is over.
 *
 * <p>Any thread may call. Calls return at once; each reply comes exactly once, after a bounded time, on a thread of the
 * adapter: it must enqueue and return. Writes of one session take effect in the order in which they were handed in.
 */
public interface SessionStore {

    /** The term that writes here. */
    Term term();

    /**
     * Reads everything.
     *
     * @param pieces hears what was found, piece by piece in no order, while the rest is still being read; each record once
     * @param reply comes after the last piece
     */
    void load(Consumer<List<Recovered>> pieces, Consumer<Loading> reply);

    /** Folds a record at rest into few bytes. Works in memory. */
    Shelved shelve(Kept kept);

    /** What a folded record is found by. Works in memory. */
    Label label(Shelved shelved);

    /** The whole record again, or that it cannot be read after all. Works in memory. */
    Recovered unshelve(Shelved shelved);

    /** Writes a new session under an id that was never used. */
    void create(Session session, Consumer<Saving> reply);

    /** Replaces a record that has {@code version}. */
    void replace(StoredRecord stored, int version, Consumer<Saving> reply);

    /** Removes a tombstone that has {@code version}; its id is never given again. */
    void remove(SessionId id, int version, Consumer<Saving> reply);

    /** Asks for the time of ZooKeeper's clock, by a write. */
    void time(Consumer<Timing> reply);

    /**
     * Reads one record for certain: no write of it that was handed in before can take effect afterwards. For records
     * whose last write ended {@link Unknown}.
     */
    void settle(SessionId id, Consumer<Settling> reply);

    /**
     * Writes the output of a session's submission.
     *
     * @param version of the one that stands there; empty if there is none yet
     */
    void saveLog(SessionId id, SubmissionLog log, OptionalInt version, Consumer<Saving> reply);

    /**
     * Reads the output of a session's submission for certain: no write of it that was handed in before can take effect
     * afterwards.
     */
    void readLog(SessionId id, Consumer<LogFinding> reply);

    /** Removes the output of a session's submission. {@link Saved} if there is certainly none left. */
    void removeLog(SessionId id, Consumer<Saving> reply);

    /** Reserves another block of ids, above all that were reserved before. */
    void reserve(Consumer<Reserving> reply);

    /**
     * Looks for word of how the process of an attempt ended: its own, or that of whoever saw its node's process dead.
     *
     * <p>Whoever is dead may have left it a moment ago: none now does not mean none later.
     */
    void end(SessionId id, Attempt attempt, Consumer<Word> reply);

    /**
     * Removes graves, and word of ends, that were left before a time by ZooKeeper's clock.
     *
     * @param reply how many were removed
     */
    void sweepGraves(Instant before, Consumer<Integer> reply);

    /**
     * Proves to the quorum that this term is in office.
     *
     * @param reply true if it is, by an acknowledgement of something sent after this call; false if nobody can say
     */
    void heartbeat(Consumer<Boolean> reply);

    /** What became of reading everything. */
    sealed interface Loading {}

    /** A record as it was found. */
    sealed interface Recovered {

        /** The session's id. */
        SessionId id();
    }

    /** A record that can be read. */
    sealed interface Held {

        /** The session's id. */
        SessionId id();

        /** What a replacement has to name. */
        int version();
    }

    /** What became of a write. */
    sealed interface Saving {}

    /** What became of asking for the time. */
    sealed interface Timing {}

    /** What became of reading one record. */
    sealed interface Settling {}

    /** What became of reading the output of a submission. */
    sealed interface LogFinding {}

    /** What became of a reservation. */
    sealed interface Reserving {}

    /** What is told of the end of an attempt. */
    sealed interface Word {}

    /** Everything was handed over. */
    record Loaded() implements Loading {}

    /** Durable. */
    record Saved(int version) implements Saving {}

    /** Nothing was written: the record is larger than the store takes. */
    record TooBig(String why) implements Saving {}

    /** Nothing was written: another record stands there, or none. Concerns this record only. */
    record Conflict(String why) implements Saving {}

    /** Nothing was written: the term is over. */
    record Deposed(String why) implements Saving {}

    /** Nobody can say whether it was written. */
    record Unknown(String why) implements Saving {}

    /** The record as it stands. */
    record Standing(Kept kept) implements Settling {}

    /** There is none. */
    record Absent() implements Settling, LogFinding {}

    /** The output of a submission as it stands. */
    record StandingLog(SubmissionLog log, int version) implements LogFinding {}

    /** A block of ids. */
    record Reserved(IdBlock block) implements Reserving {}

    /** What ZooKeeper's clock said when the write was made. */
    record Time(Instant time) implements Timing {}

    /** It has ended. */
    record Told(AttemptEnd end) implements Word {}

    /** Nothing is told. */
    record Silence() implements Word {}

    /** Could not be read, or not be written. */
    record Failed(String why) implements Loading, Settling, LogFinding, Reserving, Timing, Word {}

    /**
     * A record as it stands in the store.
     *
     * @param version what a replacement has to name
     * @param modified when it was last written, by ZooKeeper's clock
     */
    record Kept(StoredRecord stored, int version, Instant modified) implements Held, Recovered {

        @Override
        public SessionId id() {
            return stored.id();
        }
    }

    /**
     * A record at rest, of a session that has ended or of a tombstone, folded: nothing but its bytes. A million of them
     * fit into memory.
     *
     * @param number of the session
     * @param body the whole record, as the store encodes it; not copied
     * @param version what a replacement has to name
     * @param modifiedMs when it was last written, in milliseconds of ZooKeeper's clock
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Shelved(int number, byte[] body, int version, long modifiedMs) implements Held {

        @Override
        public SessionId id() {
            return new SessionId(number);
        }
    }

    /**
     * What a record is found by.
     *
     * @param traits of the session; empty for a tombstone
     * @param key of the request that ordered it
     * @param deletionKey of the request that deleted it; empty for a session, and if retention removed it
     */
    record Label(Optional<Traits> traits, IdempotencyKey key, Optional<IdempotencyKey> deletionKey) {

        /** The label of a record that is not folded. */
        public static Label of(StoredRecord stored) {
            return stored instanceof Tombstone tombstone
                    ? new Label(
                            Optional.empty(),
                            tombstone.key(),
                            tombstone.deletion().key())
                    : new Label(Optional.of(((Session) stored).traits()), stored.key(), Optional.empty());
        }

        /** Whether it is a tombstone. */
        public boolean isDeleted() {
            return traits.isEmpty();
        }

        /** The session's name; a tombstone's is free. */
        public Optional<String> name() {
            return traits.flatMap(Traits::name);
        }
    }

    /** A record at rest as a reading of everything found it. */
    record Resting(Shelved shelved, Label label) implements Recovered {

        @Override
        public SessionId id() {
            return shelved.id();
        }
    }

    /**
     * A record that exists but cannot be read, or must not be believed. Nobody touches it, its id or its application.
     *
     * @param path where it stands in the store
     * @param why for an operator
     * @param name the session's, if as much could be read
     * @param key of the request that ordered it, if as much could be read
     */
    record SetAside(String path, SessionId id, String why, Optional<String> name, Optional<IdempotencyKey> key)
            implements Recovered {}
}
