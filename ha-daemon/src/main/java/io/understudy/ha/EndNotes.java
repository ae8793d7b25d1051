package io.understudy.ha;

import io.understudy.ha.membership.ControlOutcome;
import io.understudy.session.Attempt;
import io.understudy.session.AttemptEnd;
import io.understudy.session.SessionId;
import io.understudy.session.service.EndReports;
import io.understudy.session.store.EndNote;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves word of ended runs in ZooKeeper, on the session that this node has in every role. Tries until ZooKeeper has
 * confirmed it, or this process is gone: then there is a grave, or doubt.
 */
final class EndNotes implements EndReports {

    private static final Logger LOG = LoggerFactory.getLogger(EndNotes.class);
    private static final long PAUSE_MS = 500;

    private final Writer writer;
    private final ScheduledExecutorService errands;
    private final Phaser unconfirmed = new Phaser(1);

    /** Creates a node of a name. */
    interface Writer {

        /** Replies once, on any thread that must not be blocked. */
        void leave(String name, String json, Consumer<ControlOutcome> reply);
    }

    EndNotes(Writer writer, ScheduledExecutorService errands) {
        this.writer = writer;
        this.errands = errands;
    }

    @Override
    public void report(SessionId id, Attempt attempt, AttemptEnd end) {
        LOG.info("The submission of session {} ended after this node's term: {}", id, end.how());
        unconfirmed.register();
        leave(EndNote.name(id, attempt), EndNote.json(end));
    }

    private void leave(String name, String json) {
        writer.leave(name, json, outcome -> {
            if (outcome instanceof ControlOutcome.Unknown) {
                var unused = errands.schedule(() -> leave(name, json), PAUSE_MS, TimeUnit.MILLISECONDS);
            } else {
                unconfirmed.arriveAndDeregister();
            }
        });
    }

    /** Waits until everything that was reported is confirmed, so many milliseconds at most. */
    void await(long milliseconds) {
        try {
            unconfirmed.awaitAdvanceInterruptibly(unconfirmed.arrive(), milliseconds, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("ZooKeeper did not confirm how the last submissions ended; whoever comes next waits for proof.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
