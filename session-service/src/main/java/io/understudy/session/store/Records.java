package io.understudy.session.store;

import io.understudy.fencing.StoreFormat;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import java.util.Optional;

/** Records as the bytes of znodes, for tools that work on a store without serving it. */
public final class Records {

    /** The largest record that the store takes, in bytes. */
    public static final int MAX_BYTES = ZnodeSessions.MAX_BYTES;

    private Records() {}

    /** What stands in a record. */
    public sealed interface Reading {

        /** It was read, every field of it. */
        record Intact(StoredRecord stored) implements Reading {}

        /**
         * This build cannot read it.
         *
         * @param why for an operator
         * @param newer whether that is because a newer build wrote it
         * @param name the session's, if as much could be read
         * @param key of the request that ordered it, if as much could be read
         */
        record Unreadable(String why, boolean newer, Optional<String> name, Optional<IdempotencyKey> key)
                implements Reading {}
    }

    /** Reads the record of session {@code id}, strictly. */
    public static Reading read(SessionId id, byte[] data) {
        try {
            return new Reading.Intact(RecordCodec.read(id, data));
        } catch (UnreadableRecord unreadable) {
            RecordHead head = RecordHead.read(id, data);
            return new Reading.Unreadable(
                    unreadable.why(), head.format() > StoreFormat.NEWEST, head.name(), head.key());
        }
    }

    /** A record as a term stores it that writes {@code format}. */
    public static byte[] write(StoredRecord stored, int format) {
        return RecordCodec.write(stored, format);
    }
}
