package io.understudy.ha.membership.zookeeper;

import io.understudy.fencing.zookeeper.OpennessCheck;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;

/** Looks on each new connection whether the store is open to everybody, and again until somebody has closed it. */
final class OpennessWatch {

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final StoreAccess access;
    private final StoreLoop loop;
    private final Consumer<Optional<String>> listener;
    private Runnable cancelNext = () -> {};

    /** @param listener told, on the loop, after each look: a sentence for the operator if the store is open */
    OpennessWatch(StoreAccess access, StoreLoop loop, Consumer<Optional<String>> listener) {
        this.access = access;
        this.loop = loop;
        this.listener = listener;
    }

    /** Looks from now on with this session. On the loop only. */
    void look(ZooKeeper zooKeeper) {
        cancelNext.run();
        new OpennessCheck(zooKeeper, access, loop).check(open -> {
            listener.accept(open);
            if (open.isPresent()) {
                cancelNext.run();
                cancelNext = loop.after(PAUSE, () -> look(zooKeeper));
            }
        });
    }

    /** The session is over. On the loop only. */
    void stop() {
        cancelNext.run();
    }
}
