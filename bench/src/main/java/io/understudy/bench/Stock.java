package io.understudy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import io.understudy.session.Session;
import io.understudy.session.service.SessionStore;
import io.understudy.session.service.ThreadLoop;
import io.understudy.session.store.ZnodeSessions;
import java.util.List;

/** Fills a store with sessions, as the service itself writes them. */
final class Stock {

    private static final int IN_FLIGHT = 512;

    private Stock() {}

    /**
     * Writes sessions with the ids from 0 on; ids that are given out later lie above.
     *
     * @param liveOneOf one of so many has not ended; 0 for none
     */
    static void fill(OpenTerm term, int sessions, int liveOneOf) throws InterruptedException {
        try (ThreadLoop executor = new ThreadLoop()) {
            raiseNextId(term, sessions);
            Records records = new Records(term.store().term());
            ZnodeSessions store = new ZnodeSessions(term.store(), executor);
            InFlight.rate(sessions, IN_FLIGHT, (id, done) -> {
                Session session = liveOneOf > 0 && id % liveOneOf == 0 ? records.running(id) : records.ended(id);
                store.create(session, saving -> {
                    if (saving instanceof SessionStore.Saved) {
                        done.ok();
                    } else {
                        done.failed(saving.toString());
                    }
                });
            });
        }
    }

    private static void raiseNextId(OpenTerm term, int to) {
        ReadOutcome<List<StoredNode>> read =
                OpenTerm.answer(reply -> term.store().read(List.of(StorePaths.NEXT_ID), reply));
        int version = ((ReadOutcome.Found<List<StoredNode>>) read)
                .value()
                .get(0)
                .content()
                .orElseThrow()
                .version();
        byte[] data = Integer.toString(to + term.store().term().ids().end()).getBytes(UTF_8);
        WriteOutcome raised = OpenTerm.answer(reply ->
                term.store().write(List.of(new WriteOp.Update(StorePaths.NEXT_ID, data, version)), reply));
        if (!(raised instanceof WriteOutcome.Written)) {
            throw new IllegalStateException("next-id could not be raised: " + raised);
        }
    }
}
