package io.understudy.session.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.service.SessionStore.SetAside;
import java.io.IOException;
import java.util.Optional;

/** Records as the bytes of znodes, for tools that work on a store without serving it. */
public final class Records {

    /** The largest record that the store takes, in bytes. */
    public static final int MAX_BYTES = ZnodeSessions.MAX_BYTES;

    private static final ObjectMapper JSON = new ObjectMapper();

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
            SetAside rest = RecordCodec.setAside(id, data, unreadable.why());
            return new Reading.Unreadable(rest.why(), isNewer(data), rest.name(), rest.key());
        }
    }

    /** A record as it is stored. */
    public static byte[] write(StoredRecord stored) {
        return RecordCodec.write(stored);
    }

    private static boolean isNewer(byte[] data) {
        try {
            JsonNode record = JSON.readTree(data);
            return record != null && record.path("format").asLong() > RecordCodec.FORMAT;
        } catch (IOException notJson) {
            return false;
        }
    }
}
