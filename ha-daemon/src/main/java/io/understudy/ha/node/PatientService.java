package io.understudy.ha.node;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A service that is ready only when no earlier term can answer any more: one whole session timeout after its term was won.
 * Needed where no lock says that the one before has gone: it may be inside its lease, and has not heard of this epoch.
 */
public final class PatientService implements Service {

    private final Service service;
    private final Loop loop;
    private Optional<Activation> current = Optional.empty();

    /** @param loop the node's own */
    public PatientService(Service service, Loop loop) {
        this.service = service;
        this.loop = loop;
    }

    /** Reads meanwhile; what fails, fails at once. */
    @Override
    public void activate(FencedStore store, Gate gate, Consumer<Activated> reply) {
        Activation activation = new Activation(store.sessionTimeout(), reply);
        current = Optional.of(activation);
        loop.after(store.sessionTimeout(), activation::waited);
        service.activate(store, gate, activated -> loop.execute(() -> activation.loaded(activated)));
    }

    @Override
    public void deactivate(Runnable done) {
        current = Optional.empty();
        service.deactivate(done);
    }

    /** To wait is to go on. */
    @Override
    public long progress() {
        return service.progress() + current.map(Activation::waitedMillis).orElse(0L);
    }

    @Override
    public int highestId() {
        return service.highestId();
    }

    private final class Activation {

        private final Duration wait;
        private final Consumer<Activated> reply;
        private final long began = loop.nanoTime();
        private Optional<Activated> loaded = Optional.empty();
        private boolean waited;

        Activation(Duration wait, Consumer<Activated> reply) {
            this.wait = wait;
            this.reply = reply;
        }

        void waited() {
            waited = true;
            loaded.ifPresent(reply);
        }

        void loaded(Activated activated) {
            if (waited || activated instanceof Activated.Failed) {
                reply.accept(activated);
            } else {
                loaded = Optional.of(activated);
            }
        }

        long waitedMillis() {
            return Math.min(
                    wait.toMillis(), Duration.ofNanos(loop.nanoTime() - began).toMillis());
        }
    }
}
