package io.understudy.session.service;

import io.understudy.fencing.IdBlock;
import io.understudy.session.SessionId;
import io.understudy.session.service.SessionStore.Failed;
import io.understudy.session.service.SessionStore.Reserved;
import java.util.Optional;

/** Gives out session ids, ascending and once each, from blocks that the store has reserved. Belongs to the loop. */
final class Ids {

    private static final int LOW = 500;

    private final Office office;
    private final SessionStore store;
    private final Problems problems;
    private IdBlock block;
    private Optional<IdBlock> spare = Optional.empty();
    private int next;
    private boolean reserving;

    Ids(Office office, SessionStore store, Problems problems) {
        this.office = office;
        this.store = store;
        this.problems = problems;
        this.block = office.term().ids();
        this.next = block.first();
    }

    /** The next id; empty if the store could not reserve any in time. */
    Optional<SessionId> take() {
        if (next == block.end()) {
            if (spare.isEmpty()) {
                replenish();
                return Optional.empty();
            }
            block = spare.get();
            next = block.first();
            spare = Optional.empty();
        }
        Optional<SessionId> taken = Optional.of(new SessionId(next++));
        replenish();
        return taken;
    }

    /** Whether an id lies above all that were ever reserved, as far as this term knows. */
    boolean isBeyond(SessionId id) {
        return id.number() >= spare.orElse(block).end();
    }

    /** Reserves the next block, early enough that nobody waits for it. */
    void replenish() {
        if (reserving || spare.isPresent() || block.end() - next > LOW || !office.mayAct()) {
            return;
        }
        reserving = true;
        store.reserve(office.onLoop(result -> {
            reserving = false;
            if (result instanceof Reserved reserved) {
                spare = Optional.of(reserved.block());
                problems.clear("ids");
            } else if (result instanceof Failed failed) {
                problems.raise("ids", "No session ids could be reserved (" + failed.why() + "). It is tried again.");
            }
        }));
    }
}
