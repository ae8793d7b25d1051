package io.understudy.session.service;

import io.understudy.session.ApplicationId;
import io.understudy.session.SessionId;
import io.understudy.session.StoredRecord;
import io.understudy.session.Tombstone;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Kills the applications of deleted sessions that were imported: they carry the tag of another store, or of a Livy, so
 * that YARN's list does not show them. Each is ordered again and again until YARN has taken the order. Belongs to the loop.
 */
final class ImportedKills {

    private static final int LOOKED_AT = 1000;

    private final Office office;
    private final Registry registry;
    private final Kills kills;
    private final int most;
    private final Set<SessionId> settled = new HashSet<>();
    private final Set<SessionId> inFlight = new HashSet<>();
    private int next;

    /** @param most orders at once */
    ImportedKills(Office office, Registry registry, Kills kills, int most) {
        this.office = office;
        this.registry = registry;
        this.kills = kills;
        this.most = most;
    }

    /** Looks at some tombstones, and orders what they ask for. */
    void round() {
        List<SessionId> slice = registry.tombstonesFrom(next, LOOKED_AT);
        next = slice.size() < LOOKED_AT ? 0 : slice.get(LOOKED_AT - 1).number() + 1;
        if (next == 0) {
            settled.removeIf(id -> registry.version(id).isEmpty());
        }
        slice.stream()
                .filter(id -> !settled.contains(id) && !inFlight.contains(id))
                .forEach(this::look);
    }

    /** Whether it is known that nothing is to be killed for a tombstone, or that YARN has taken the order. */
    boolean isSettled(SessionId id) {
        return settled.contains(id);
    }

    private void look(SessionId id) {
        Optional<ApplicationId> application = registry.stored(id).flatMap(this::condemned);
        if (application.isEmpty()) {
            settled.add(id);
        } else if (inFlight.size() < most && office.mayAct()) {
            inFlight.add(id);
            kills.kill(application.get(), "session " + id + " was deleted", told -> {
                inFlight.remove(id);
                if (told) {
                    settled.add(id);
                }
            });
        }
    }

    private Optional<ApplicationId> condemned(StoredRecord stored) {
        boolean imported = !stored.tag().store().equals(office.term().store().brief());
        return stored instanceof Tombstone tombstone
                        && tombstone.deletion().request().isPresent()
                        && imported
                ? tombstone.applicationId()
                : Optional.empty();
    }
}
