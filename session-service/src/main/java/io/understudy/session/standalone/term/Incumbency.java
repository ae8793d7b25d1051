package io.understudy.session.standalone.term;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.LeasedGate;
import io.understudy.fencing.WriteOutcome;
import io.understudy.session.service.Loop;
import io.understudy.session.service.SessionService;
import io.understudy.session.service.SessionService.Activated;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One term of the service alone, from winning it to its end. Belongs to the loop. */
final class Incumbency {

    private static final Logger LOG = LoggerFactory.getLogger(Incumbency.class);
    private static final int HEARTBEATS_PER_TIMEOUT = 6;

    private final Loop loop;
    private final FencedStore store;
    private final SessionService service;
    private final Consumer<FencedStore> acknowledged;
    private final BiConsumer<Incumbency, String> lost;
    private final LeasedGate gate;
    private boolean waited;
    private boolean loaded;
    private boolean ended;

    Incumbency(
            Loop loop,
            FencedStore store,
            SessionService service,
            Consumer<FencedStore> acknowledged,
            BiConsumer<Incumbency, String> lost) {
        this.loop = loop;
        this.store = store;
        this.service = service;
        this.acknowledged = acknowledged;
        this.lost = lost;
        this.gate = new LeasedGate(store, loop::nanoTime);
    }

    /** Loads all sessions, and waits until no earlier term can answer any more; then opens the gate. */
    void begin() {
        service.activate(store, gate, activated -> loop.execute(() -> onActivated(activated)));
        loop.after(store.sessionTimeout(), () -> {
            waited = true;
            openGate();
        });
        beat();
    }

    /** Shuts the gate and ends the activation, then runs {@code done}. */
    void end(Runnable done) {
        ended = true;
        gate.shut();
        service.deactivate(() -> {
            store.close();
            done.run();
        });
    }

    private void onActivated(Activated activated) {
        if (activated instanceof Activated.Ready ready) {
            LOG.info("Read {} sessions.", ready.sessions());
            loaded = true;
            openGate();
        } else if (activated instanceof Activated.Failed failed) {
            lose("the sessions could not be read: " + failed.why());
        }
    }

    /** Only on a heartbeat that was sent after all this: what was read is what counts now. */
    private void openGate() {
        if (waited && loaded && !ended) {
            store.heartbeat(outcome -> loop.execute(() -> {
                if (outcome instanceof WriteOutcome.Written && !ended) {
                    gate.open();
                    LOG.info("Serving in {}.", store.term());
                } else {
                    onBeat(outcome);
                    loop.after(interval(), this::openGate);
                }
            }));
        }
    }

    private void beat() {
        if (!ended) {
            store.heartbeat(outcome -> loop.execute(() -> onBeat(outcome)));
            loop.after(interval(), this::beat);
        }
    }

    private void onBeat(WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.Deposed deposed) {
            lose(deposed.why());
        } else if (outcome instanceof WriteOutcome.Written && !ended) {
            acknowledged.accept(store);
        }
    }

    private void lose(String why) {
        if (!ended) {
            lost.accept(this, why);
        }
    }

    private Duration interval() {
        return store.sessionTimeout().dividedBy(HEARTBEATS_PER_TIMEOUT);
    }
}
