package io.understudy.ha.simulation;

import static org.assertj.core.api.Assertions.fail;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.WriteOp;
import io.understudy.ha.node.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The service: reads, then writes sessions and submits to YARN while the gate is open. */
final class SimService implements Service {

    private static final Duration WORK = Duration.ofMillis(400);

    private final World world;
    private final SimProcess process;
    private Optional<FencedStore> serving = Optional.empty();
    private int inFlight;

    SimService(World world, SimProcess process) {
        this.world = world;
        this.process = process;
    }

    @Override
    public void activate(FencedStore store, Gate gate, Consumer<Activated> reply) {
        process.work().post(Duration.ZERO, () -> {
            if (serving.isPresent()) {
                fail(
                        "the service was activated for %s while it serves %s",
                        store.term(), serving.get().term());
            }
            serving = Optional.of(store);
            store.children(
                    "sessions",
                    found -> process.work().post(world.faults().recoveryTime(), () -> {
                        if (world.faults().recoveryFails() || found instanceof ReadOutcome.Failed) {
                            reply.accept(new Activated.Failed("the store could not be read"));
                        } else {
                            reply.accept(new Activated.Ready(0));
                            work(store, gate);
                        }
                    }));
        });
    }

    @Override
    public long progress() {
        return 0;
    }

    @Override
    public void deactivate(Runnable done) {
        process.work().post(world.faults().stopTime(), () -> {
            serving = Optional.empty();
            if (!world.faults().serviceIsStuck()) {
                awaitWrites(20, done);
            }
        });
    }

    @Override
    public int highestId() {
        return -1;
    }

    private void awaitWrites(int patience, Runnable done) {
        if (inFlight == 0 || patience == 0) {
            done.run();
        } else {
            process.work().post(Duration.ofMillis(100), () -> awaitWrites(patience - 1, done));
        }
    }

    private void work(FencedStore store, Gate gate) {
        if (serving.isEmpty() || serving.get() != store) {
            return;
        }
        if (gate.isOpen() && !world.faults().serviceIsIdle()) {
            world.yarn().submit(store.term().epoch().number());
            inFlight++;
            store.write(
                    List.of(new WriteOp.Create("sessions/" + world.random().nextLong(), new byte[0])),
                    outcome -> process.work().arrive(() -> inFlight--));
        }
        process.work().post(WORK, () -> work(store, gate));
    }
}
