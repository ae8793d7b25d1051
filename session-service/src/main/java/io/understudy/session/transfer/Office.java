package io.understudy.session.transfer;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.FencedStore;
import io.understudy.session.transfer.StoreDoor.Entry;

/** A term of office that a tool holds for a moment. */
final class Office {

    private Office() {}

    /**
     * Enters the store, creating it where there is none.
     *
     * @throws TransferFailure if it is not to be entered; nothing was changed but that there is a store
     */
    static FencedStore enter(StoreDoor door, Candidate self) throws TransferFailure {
        Entry entry = Await.reply(reply -> door.enter(self, reply));
        if (entry instanceof Entry.Entered entered) {
            return entered.store();
        } else if (entry instanceof Entry.Refused refused) {
            throw TransferFailure.refused(refused.why());
        }
        throw TransferFailure.unreachable("%s could not be entered: %s. Nothing was written; repeat it"
                .formatted(door.where(), ((Entry.Failed) entry).why()));
    }
}
