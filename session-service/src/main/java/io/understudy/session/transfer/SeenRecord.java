package io.understudy.session.transfer;

import io.understudy.fencing.StoredNode;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import io.understudy.session.store.Records;
import io.understudy.session.store.Records.Reading.Intact;
import io.understudy.session.store.Records.Reading.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record of a session, as far as this build understands it.
 *
 * @param id by the name of its node
 */
record SeenRecord(SessionId id, Records.Reading reading) {

    static SeenRecord of(ExportedNode node) {
        return of(node.path(), node.data());
    }

    /** Empty if the node is gone. */
    static Optional<SeenRecord> of(StoredNode node) {
        return node.content().map(content -> of(node.path(), content.data()));
    }

    private static SeenRecord of(String path, byte[] data) {
        SessionId id =
                SessionId.parse(path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
        return new SeenRecord(id, Records.read(id, data));
    }

    boolean isReadable() {
        return reading instanceof Intact;
    }

    /** The record, if it can be read. */
    Optional<StoredRecord> stored() {
        return reading instanceof Intact intact ? Optional.of(intact.stored()) : Optional.empty();
    }

    /** The session, if it can be read and was not deleted. */
    Optional<Session> session() {
        return stored().filter(Session.class::isInstance).map(Session.class::cast);
    }

    /** The name that it holds: nobody else's until it has ended. */
    Optional<String> liveName() {
        return reading instanceof Unreadable unreadable
                ? unreadable.name()
                : session().filter(session -> !session.isOver()).flatMap(Session::name);
    }

    /** The keys that are bound to it, each with what it did. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        if (reading instanceof Unreadable unreadable) {
            unreadable.key().ifPresent(key -> keys.add(text("ordered", key)));
        }
        stored().ifPresent(stored -> keys.add(text("ordered", stored.key())));
        stored().filter(Tombstone.class::isInstance)
                .map(Tombstone.class::cast)
                .flatMap(tombstone -> tombstone.deletion().key())
                .ifPresent(key -> keys.add(text("deleted", key)));
        return keys;
    }

    private static String text(String what, IdempotencyKey key) {
        return what + " " + key.user().orElse("") + "\n" + key.text();
    }
}
