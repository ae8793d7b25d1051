package io.understudy.session.service;

import io.understudy.fencing.StorePaths;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import io.understudy.session.service.SessionStore.Deleted;
import io.understudy.session.service.SessionStore.Held;
import io.understudy.session.service.SessionStore.Kept;
import io.understudy.session.service.SessionStore.Recovered;
import io.understudy.session.service.SessionStore.SetAside;
import io.understudy.session.service.SessionStore.Shelved;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * All sessions, as they durably stand in the store, with the ways to find them. Memory follows the store: what is put
 * here was acknowledged. Those at rest are kept folded, and unfolded for whoever asks. Belongs to the loop.
 */
final class Registry {

    private final SessionStore store;
    private final Consumer<SessionId> seen;
    private final Consumer<SetAside> onUnread;
    private final Map<SessionId, Held> records = new HashMap<>();
    private final Map<String, SetAside> setAside = new TreeMap<>();
    private final Map<SessionId, SetAside> unreadable = new HashMap<>();
    private final AscendingIds live = new AscendingIds();
    private final AscendingIds tombstones = new AscendingIds();
    private final ShardSizes shards = new ShardSizes();
    private final Map<String, SessionId> names = new HashMap<>();
    private final Map<String, SessionId> namesAside = new HashMap<>();
    private final Map<IdempotencyKey, SessionId> orders = new HashMap<>();
    private final Map<IdempotencyKey, SessionId> deletions = new HashMap<>();
    private final NavigableSet<SessionId> unfinished = new TreeSet<>();

    /**
     * @param store folds and unfolds records
     * @param seen hears of every id that is put here
     * @param onUnread hears of every record that is set aside
     */
    Registry(SessionStore store, Consumer<SessionId> seen, Consumer<SetAside> onUnread) {
        this.store = store;
        this.seen = seen;
        this.onUnread = onUnread;
    }

    /** Takes what a reading of the whole store found under an id. */
    void recover(Recovered found) {
        seen.accept(found.id());
        if (found instanceof SetAside unread) {
            putAside(unread);
        } else if (found instanceof Kept kept) {
            recover(kept, kept.stored().key(), name(kept.stored()));
        } else if (found instanceof Shelved shelved) {
            recover(shelved, shelved.key(), shelved.name());
            shelved.deletion().flatMap(Deleted::key).ifPresent(key -> deletions.put(key, shelved.id()));
        }
    }

    /** Puts a record in the place of the one that it replaces. */
    void put(Kept kept) {
        SessionId id = kept.id();
        boolean isSession = kept.stored() instanceof Session;
        Optional<Session> before = session(id);
        keep(isUnfinished(kept) ? kept : store.shelve(kept));
        orders.put(kept.stored().key(), id);
        seen.accept(id);
        setUnfinished(id, isUnfinished(kept));
        if (isSession && before.isEmpty()) {
            live.add(id);
            name(kept.stored()).ifPresent(name -> names.put(name, id));
        } else if (!isSession) {
            live.remove(id);
            tombstones.add(id);
            before.flatMap(Session::name).ifPresent(name -> names.remove(name, id));
        }
        if (kept.stored() instanceof Tombstone tombstone) {
            tombstone.deletion().key().ifPresent(key -> deletions.put(key, id));
        }
    }

    /** Forgets a record that is gone from the store, and its keys. Its id stays used. */
    void forget(SessionId id) {
        Held held = records.remove(id);
        if (held != null) {
            shards.remove(id);
        }
        if (held instanceof Kept kept) {
            forgetKeys(id, kept.stored().key(), deletionKey(kept.stored()));
            name(kept.stored()).ifPresent(name -> names.remove(name, id));
        } else if (held instanceof Shelved shelved) {
            forgetKeys(id, shelved.key(), shelved.deletion().flatMap(Deleted::key));
            shelved.name().ifPresent(name -> names.remove(name, id));
        }
        live.remove(id);
        tombstones.remove(id);
        setUnfinished(id, false);
    }

    /** The record under an id; empty if there is none, or none that can be read. */
    Optional<Kept> kept(SessionId id) {
        Held held = records.get(id);
        if (held instanceof Shelved shelved) {
            return unfolded(shelved);
        }
        return Optional.ofNullable((Kept) held);
    }

    /** The version of the record under an id. */
    OptionalInt version(SessionId id) {
        Held held = records.get(id);
        return held == null ? OptionalInt.empty() : OptionalInt.of(held.version());
    }

    Optional<StoredRecord> stored(SessionId id) {
        return kept(id).map(Kept::stored);
    }

    /** A session that was not deleted. */
    Optional<Session> session(SessionId id) {
        return stored(id).filter(Session.class::isInstance).map(Session.class::cast);
    }

    /** Why the session with this id could not be read; empty if it could, or nobody has asked for it, or there is none. */
    Optional<SetAside> setAside(SessionId id) {
        return Optional.ofNullable(unreadable.get(id));
    }

    /** All records that were set aside, by where they stand. */
    Collection<SetAside> setAside() {
        return setAside.values();
    }

    /** The session, readable or not, that clients mean: digits are an id, anything else is a name. */
    Optional<SessionId> resolve(String idOrName) {
        return SessionId.parse(idOrName).filter(this::isLive).or(() -> named(idOrName));
    }

    Optional<SessionId> named(String name) {
        return Optional.ofNullable(names.get(name)).or(() -> Optional.ofNullable(namesAside.get(name)));
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

    /** What is here, in numbers. */
    Figures figures() {
        return new Figures(live.size(), unfinished.size(), setAside.size(), tombstones.size(), shards.largest());
    }

    /** How many sessions have ended. */
    int ended() {
        return live.size() - unfinished.size() - unreadable.size();
    }

    /** At most {@code count} sessions, readable or not, with ids from {@code first} on. */
    List<SessionId> sessionsFrom(int first, int count) {
        return live.from(first, count);
    }

    /** At most {@code count} tombstones with ids from {@code first} on. */
    List<SessionId> tombstonesFrom(int first, int count) {
        return tombstones.from(first, count);
    }

    /** When a record at rest was last written, by ZooKeeper's clock; empty if there is none or it does not rest. */
    Optional<Instant> restsSince(SessionId id) {
        return records.get(id) instanceof Shelved shelved
                ? Optional.of(Instant.ofEpochMilli(shelved.modifiedMs()))
                : Optional.empty();
    }

    /** Sessions that have not ended, ascending. */
    NavigableSet<SessionId> unfinished() {
        return unfinished;
    }

    /** Of two live sessions with one name the older keeps it: the other should never have come into being. */
    private void recover(Held held, IdempotencyKey key, Optional<String> name) {
        SessionId id = held.id();
        Optional<SessionId> holder = name.flatMap(text -> Optional.ofNullable(names.get(text)));
        if (holder.isPresent() && holder.get().compareTo(id) < 0) {
            putAside(doubled(id, name.get(), key, holder.get()));
            return;
        }
        holder.ifPresent(younger -> setAsideAfterAll(younger, name.get(), id));
        unreadable.remove(id);
        if (isSession(held)) {
            live.add(id);
        } else {
            live.remove(id);
            tombstones.add(id);
        }
        keep(held);
        setUnfinished(id, held instanceof Kept kept && isUnfinished(kept));
        noteOrder(key, id);
        name.ifPresent(text -> names.put(text, id));
    }

    private void keep(Held held) {
        if (records.put(held.id(), held) == null) {
            shards.add(held.id());
        }
    }

    private void setAsideAfterAll(SessionId id, String name, SessionId holder) {
        Held held = Objects.requireNonNull(records.remove(id), "no record has the name");
        live.remove(id);
        setUnfinished(id, false);
        putAside(doubled(id, name, key(held), holder));
    }

    private static SetAside doubled(SessionId id, String name, IdempotencyKey key, SessionId holder) {
        return new SetAside(
                StorePaths.session(id.number()),
                id,
                "its name '" + name + "' is that of session " + holder + " too",
                Optional.empty(),
                Optional.of(key));
    }

    /** It exists, and that is all. What stands in a wrong place hides nothing that stands in the right one. */
    private void putAside(SetAside unread) {
        SessionId id = unread.id();
        setAside.put(unread.path(), unread);
        if (!records.containsKey(id)) {
            unreadable.put(id, unread);
            live.add(id);
        }
        unread.name().ifPresent(name -> namesAside.putIfAbsent(name, id));
        unread.key().ifPresent(key -> noteOrder(key, id));
        onUnread.accept(unread);
    }

    /** Of two records with one key the older answers for it. */
    private void noteOrder(IdempotencyKey key, SessionId id) {
        SessionId other = orders.putIfAbsent(key, id);
        if (other != null && id.compareTo(other) < 0) {
            orders.put(key, id);
        }
    }

    private Optional<Kept> unfolded(Shelved shelved) {
        Recovered whole = store.unshelve(shelved);
        if (whole instanceof Kept kept) {
            return Optional.of(kept);
        }
        if (whole instanceof SetAside unread) {
            records.remove(unread.id());
            setAside.put(unread.path(), unread);
            unreadable.put(unread.id(), unread);
            onUnread.accept(unread);
        }
        return Optional.empty();
    }

    private boolean isLive(SessionId id) {
        Held held = records.get(id);
        return held == null ? unreadable.containsKey(id) : isSession(held);
    }

    private void setUnfinished(SessionId id, boolean is) {
        if (is) {
            unfinished.add(id);
        } else {
            unfinished.remove(id);
        }
    }

    private static boolean isSession(Held held) {
        return held instanceof Kept kept
                ? kept.stored() instanceof Session
                : ((Shelved) held).deletion().isEmpty();
    }

    private static boolean isUnfinished(Kept kept) {
        return kept.stored() instanceof Session session && !session.isOver();
    }

    private void forgetKeys(SessionId id, IdempotencyKey order, Optional<IdempotencyKey> deletion) {
        orders.remove(order, id);
        deletion.ifPresent(key -> deletions.remove(key, id));
    }

    private static Optional<IdempotencyKey> deletionKey(StoredRecord stored) {
        return stored instanceof Tombstone tombstone ? tombstone.deletion().key() : Optional.empty();
    }

    private static IdempotencyKey key(Held held) {
        return held instanceof Kept kept ? kept.stored().key() : ((Shelved) held).key();
    }

    private static Optional<String> name(StoredRecord stored) {
        return stored instanceof Session session ? session.name() : Optional.empty();
    }
}
