package io.understudy.session.service;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import io.understudy.session.Traits;
import io.understudy.session.service.SessionStore.Held;
import io.understudy.session.service.SessionStore.Kept;
import io.understudy.session.service.SessionStore.Label;
import io.understudy.session.service.SessionStore.Recovered;
import io.understudy.session.service.SessionStore.Resting;
import io.understudy.session.service.SessionStore.SetAside;
import io.understudy.session.service.SessionStore.Shelved;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * All sessions, as they durably stand in the store, with the ways to find them. Memory follows the store: what is put
 * here was acknowledged. Those at rest are kept folded, and unfolded for whoever asks. Belongs to the loop.
 */
final class Registry {

    private final SessionStore store;
    private final Consumer<SessionId> seen;
    private final Consumer<SetAside> onUnread;
    private final IntObjectHashMap<Held> records = new IntObjectHashMap<>();
    private final Map<String, SetAside> setAside = new TreeMap<>();
    private final Map<SessionId, SetAside> unreadable = new HashMap<>();
    private final AscendingIds live = new AscendingIds();
    private final AscendingIds tombstones = new AscendingIds();
    private final ShardSizes shards = new ShardSizes();
    private final Fingerprints names;
    private final Fingerprints unfinishedNames;
    private final Fingerprints orders;
    private final Fingerprints deletions;
    private final Map<String, SessionId> namesAside = new HashMap<>();
    private final Map<IdempotencyKey, SessionId> ordersAside = new HashMap<>();
    private final NavigableSet<SessionId> unfinished = new TreeSet<>();
    private final Tally tally = new Tally();

    /**
     * @param store folds and unfolds records
     * @param random for fingerprints, not to be guessed by clients
     * @param seen hears of every id that is put here
     * @param onUnread hears of every record that is set aside
     */
    Registry(SessionStore store, RandomGenerator random, Consumer<SessionId> seen, Consumer<SetAside> onUnread) {
        this.store = store;
        this.names = new Fingerprints(random);
        this.unfinishedNames = new Fingerprints(random);
        this.orders = new Fingerprints(random);
        this.deletions = new Fingerprints(random);
        this.seen = seen;
        this.onUnread = onUnread;
    }

    /** Takes what a reading of the whole store found under an id. */
    void recover(Recovered found) {
        seen.accept(found.id());
        if (found instanceof SetAside unread) {
            putAside(unread);
        } else if (found instanceof Kept kept) {
            recover(kept, Label.of(kept.stored()));
        } else if (found instanceof Resting resting) {
            recover(resting.shelved(), resting.label());
        }
    }

    /** Puts a record in the place of the one that it replaces. */
    void put(Kept kept) {
        SessionId id = kept.id();
        Label label = Label.of(kept.stored());
        Optional<Traits> before = traits(id);
        before.ifPresent(tally::remove);
        keep(isUnfinished(kept) ? kept : store.shelve(kept));
        seen.accept(id);
        before.flatMap(Traits::name).ifPresent(name -> names.remove(name, id));
        index(label, id);
        label.traits().ifPresent(tally::add);
        setUnfinished(id, isUnfinished(kept), before.flatMap(Traits::name).or(label::name));
    }

    /** Forgets a record that is gone from the store, and its keys. Its id stays used. */
    void forget(SessionId id) {
        label(id).ifPresent(label -> {
            label.traits().ifPresent(tally::remove);
            orders.remove(label.key(), id);
            label.deletionKey().ifPresent(key -> deletions.remove(key, id));
            label.name().ifPresent(name -> names.remove(name, id));
            shards.remove(id);
            setUnfinished(id, false, label.name());
        });
        records.remove(id.number());
        live.remove(id);
        tombstones.remove(id);
    }

    /** The record under an id; empty if there is none, or none that can be read. */
    Optional<Kept> kept(SessionId id) {
        Held held = records.get(id.number());
        if (held instanceof Shelved shelved) {
            return unfolded(shelved);
        }
        return Optional.ofNullable((Kept) held);
    }

    /** The version of the record under an id. */
    OptionalInt version(SessionId id) {
        Held held = records.get(id.number());
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

    /** The session that a name means: the one that has not ended, else the latest. */
    private Optional<SessionId> named(String name) {
        return withName(unfinishedNames, name).findFirst().or(() -> latest(name));
    }

    private Optional<SessionId> latest(String name) {
        return Stream.concat(withName(names, name).limit(1), Stream.ofNullable(namesAside.get(name)))
                .max(Comparator.naturalOrder());
    }

    /** The session that a name belongs to: one that has not ended, or of which nobody can tell. */
    Optional<SessionId> holder(String name) {
        return withName(unfinishedNames, name).findFirst().or(() -> Optional.ofNullable(namesAside.get(name)));
    }

    private Stream<SessionId> withName(Fingerprints those, String name) {
        return those.candidates(name).filter(id -> is(id, label -> label.name().equals(Optional.of(name))));
    }

    /** The session, deleted or not, readable or not, that a key ordered; of two the older. */
    Optional<SessionId> orderedBy(IdempotencyKey key) {
        Stream<SessionId> readable =
                orders.candidates(key).filter(id -> is(id, label -> label.key().equals(key)));
        return Stream.concat(readable, Stream.ofNullable(ordersAside.get(key))).min(Comparator.naturalOrder());
    }

    /** The session that a key deleted. */
    Optional<Tombstone> deletedBy(IdempotencyKey key) {
        return deletions
                .candidates(key)
                .filter(id -> is(id, label -> label.deletionKey().equals(Optional.of(key))))
                .min(Comparator.naturalOrder())
                .flatMap(this::stored)
                .map(Tombstone.class::cast);
    }

    /** How many sessions there are for clients. */
    int total() {
        return live.size();
    }

    /** The session, readable or not, that has so many before it. */
    Optional<SessionId> at(int position) {
        return live.page(position, 1).stream().findFirst();
    }

    /** What can be told of a session without unfolding it. */
    Optional<Traits> traits(SessionId id) {
        return label(id).flatMap(Label::traits);
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

    /** At most {@code count} sessions that have not ended, with ids from {@code first} on. */
    List<SessionId> unfinishedFrom(int first, int count) {
        return unfinished.tailSet(new SessionId(first), true).stream()
                .limit(count)
                .toList();
    }

    /** At most {@code count} tombstones with ids from {@code first} on. */
    List<SessionId> tombstonesFrom(int first, int count) {
        return tombstones.from(first, count);
    }

    /** When a record at rest was last written, by ZooKeeper's clock; empty if there is none or it does not rest. */
    Optional<Instant> restsSince(SessionId id) {
        return records.get(id.number()) instanceof Shelved shelved
                ? Optional.of(Instant.ofEpochMilli(shelved.modifiedMs()))
                : Optional.empty();
    }

    /** How many have not ended. */
    Tally tally() {
        return tally;
    }

    /** Sessions that have not ended, ascending. */
    NavigableSet<SessionId> unfinished() {
        return unfinished;
    }

    private void recover(Held held, Label label) {
        SessionId id = held.id();
        unreadable.remove(id);
        traits(id).ifPresent(tally::remove);
        keep(held);
        index(label, id);
        label.traits().ifPresent(tally::add);
        setUnfinished(id, held instanceof Kept kept && isUnfinished(kept), label.name());
    }

    private void keep(Held held) {
        if (records.put(held.id().number(), held) == null) {
            shards.add(held.id());
        }
    }

    private void index(Label label, SessionId id) {
        if (label.isDeleted()) {
            live.remove(id);
            tombstones.add(id);
        } else {
            live.add(id);
        }
        orders.add(label.key(), id);
        label.deletionKey().ifPresent(key -> deletions.add(key, id));
        label.name().ifPresent(name -> names.add(name, id));
    }

    /** It exists, and that is all. What stands in a wrong place hides nothing that stands in the right one. */
    private void putAside(SetAside unread) {
        SessionId id = unread.id();
        if (!records.containsKey(id.number())) {
            unreadable.put(id, unread);
            live.add(id);
        }
        noteAside(unread);
    }

    private void noteAside(SetAside unread) {
        if (setAside.put(unread.path(), unread) == null) {
            shards.add(unread.path());
        }
        unread.name().ifPresent(name -> namesAside.putIfAbsent(name, unread.id()));
        unread.key().ifPresent(key -> ordersAside.merge(key, unread.id(), Registry::older));
        onUnread.accept(unread);
    }

    private static SessionId older(SessionId one, SessionId other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Optional<Kept> unfolded(Shelved shelved) {
        Recovered whole = store.unshelve(shelved);
        if (whole instanceof Kept kept) {
            return Optional.of(kept);
        }
        if (whole instanceof SetAside unread) {
            records.remove(unread.id().number());
            shards.remove(unread.id());
            unreadable.put(unread.id(), unread);
            noteAside(unread);
        }
        return Optional.empty();
    }

    private boolean is(SessionId id, Predicate<Label> wanted) {
        return label(id).filter(wanted).isPresent();
    }

    private Optional<Label> label(SessionId id) {
        Held held = records.get(id.number());
        return Optional.ofNullable(held)
                .map(some -> some instanceof Kept kept ? Label.of(kept.stored()) : store.label((Shelved) some));
    }

    private boolean isLive(SessionId id) {
        return records.containsKey(id.number()) ? live.contains(id) : unreadable.containsKey(id);
    }

    private void setUnfinished(SessionId id, boolean is, Optional<String> name) {
        if (is) {
            unfinished.add(id);
            name.ifPresent(text -> unfinishedNames.add(text, id));
        } else {
            unfinished.remove(id);
            name.ifPresent(text -> unfinishedNames.remove(text, id));
        }
    }

    private static boolean isUnfinished(Kept kept) {
        return kept.stored() instanceof Session session && !session.isOver();
    }
}
