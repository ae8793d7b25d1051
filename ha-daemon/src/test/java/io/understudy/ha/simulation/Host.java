package io.understudy.ha.simulation;

import io.understudy.fencing.StoreMemory;
import java.time.Duration;
import java.util.Optional;

/** A machine: its link to ZooKeeper, its health, its disk, and the process that runs on it if one does. */
final class Host {

    private final World world;
    private final String name;
    private StoreMemory memory = StoreMemory.NOTHING;
    private Optional<SimProcess> process = Optional.empty();
    private int cuts;
    private int illnesses;
    private long illSince;
    private int starts;

    Host(World world, String name) {
        this.world = world;
        this.name = name;
    }

    String name() {
        return name;
    }

    Optional<SimProcess> process() {
        return process;
    }

    boolean isCut() {
        return cuts > 0;
    }

    void cut() {
        cuts++;
    }

    void mend() {
        cuts--;
    }

    boolean isHealthy() {
        return illnesses == 0;
    }

    long illSince() {
        return illSince;
    }

    void fallIll() {
        illSince = illnesses == 0 ? world.timeline().now() : illSince;
        illnesses++;
    }

    void recover() {
        illnesses--;
    }

    StoreMemory memory() {
        return memory;
    }

    void remember(StoreMemory now) {
        memory = now;
    }

    /** Starts a process, if none runs. */
    void start() {
        if (process.isEmpty()) {
            process = Optional.of(new SimProcess(world, this, name + "#" + ++starts));
        }
    }

    /** kill -9; its launcher starts another one a little later. */
    void kill() {
        process.ifPresent(this::processEnded);
    }

    void processEnded(SimProcess ended) {
        ended.kill();
        if (process.filter(running -> running == ended).isPresent()) {
            process = Optional.empty();
            world.timeline().after(Duration.ofMillis(500 + world.random().nextInt(1500)), this::start);
        }
    }
}
