package io.understudy.session.service;

import io.understudy.session.IdempotencyKey;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import io.understudy.session.service.SessionStore.Kept;
import io.understudy.session.service.SessionStore.SetAside;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * All sessions, as they durably stand in the store, with the ways to find them. Memory follows the store: what is put
 * here was acknowledged. Belongs to the loop.
 */
final class Registry {

    private final Map<SessionId, Kept> records = new HashMap<>();
    private final Map<SessionId, SetAside> setAside = new HashMap<>();
    private final LiveIds live = new LiveIds();
    private final Map<String, SessionId> names = new HashMap<>();
    private final Map<IdempotencyKey, SessionId> orders = new HashMap<>();
    private final Map<IdempotencyKey, SessionId> deletions = new HashMap<>();
    private final NavigableSet<SessionId> unfinished = new TreeSet<>();
    private final Consumer<SessionId> seen;

    /**
     * @param seen hears of every id that is put here
     */
    Registry(Consumer<SessionId> seen) {
        this.seen = seen;
    }

    /** Puts a record in the place of the one that it replaces. */
    void put(Kept kept) {
        SessionId id = kept.stored().id();
        Kept before = records.put(id, kept);
        orders.put(kept.stored().key(), id);
        seen.accept(id);
        if (kept.stored() instanceof Session session) {
            live.add(id);
            session.name().ifPresent(name -> names.put(name, id));
            setUnfinished(id, !session.isOver());
        } else if (kept.stored() instanceof Tombstone tombstone) {
            live.remove(id);
            if (before != null && before.stored() instanceof Session deleted) {
                deleted.name().ifPresent(name -> names.remove(name, id));
            }
            deletions.put(tombstone.deletion().key(), id);
            setUnfinished(id, false);
        }
    }

    /** Puts a record aside that cannot be read: it exists, and that is all. */
    void put(SetAside unread) {
        setAside.put(unread.id(), unread);
        live.add(unread.id());
        seen.accept(unread.id());
        unread.name().ifPresent(name -> names.put(name, unread.id()));
        unread.key().ifPresent(key -> orders.put(key, unread.id()));
    }

    Optional<Kept> kept(SessionId id) {
        return Optional.ofNullable(records.get(id));
    }

    Optional<StoredRecord> stored(SessionId id) {
        return kept(id).map(Kept::stored);
    }

    /** A session that was not deleted. */
    Optional<Session> session(SessionId id) {
        return stored(id).filter(Session.class::isInstance).map(Session.class::cast);
    }

    Optional<SetAside> setAside(SessionId id) {
        return Optional.ofNullable(setAside.get(id));
    }

    Collection<SetAside> setAside() {
        return setAside.values();
    }

    /** The session, readable or not, that clients mean: digits are an id, anything else is a name. */
    Optional<SessionId> resolve(String idOrName) {
        return SessionId.parse(idOrName)
                .filter(id -> session(id).isPresent() || setAside.containsKey(id))
                .or(() -> named(idOrName));
    }

    Optional<SessionId> named(String name) {
        return Optional.ofNullable(names.get(name));
    }

    /** The session, deleted or not, that a key ordered. */
    Optional<SessionId> orderedBy(IdempotencyKey key) {
        return Optional.ofNullable(orders.get(key));
    }

    /** The session that a key deleted. */
    Optional<Tombstone> deletedBy(IdempotencyKey key) {
        return Optional.ofNullable(deletions.get(key)).flatMap(this::stored).map(Tombstone.class::cast);
    }

    /** How many sessions there are for clients. */
    int total() {
        return live.size();
    }

    /** The sessions on a page, in ascending order of ids; those that cannot be read are left out. */
    List<Session> page(int from, int size) {
        return live.page(from, size).stream()
                .map(this::session)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Sessions that have not ended, ascending. */
    NavigableSet<SessionId> unfinished() {
        return unfinished;
    }

    private void setUnfinished(SessionId id, boolean is) {
        if (is) {
            unfinished.add(id);
        } else {
            unfinished.remove(id);
        }
    }
}
