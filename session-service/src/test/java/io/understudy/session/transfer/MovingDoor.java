package io.understudy.session.transfer;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoreReading;
import io.understudy.fencing.StoredNode;
import java.util.List;
import java.util.function.Consumer;

/** A door to a store that others change: once, right after the first records were read. */
record MovingDoor(StoreDoor door, Runnable change) implements StoreDoor {

    @Override
    public String where() {
        return door.where();
    }

    @Override
    public StoreReading reading() {
        StoreReading still = door.reading();
        return new StoreReading() {

            private boolean moved;

            @Override
            public void read(List<String> paths, Consumer<ReadOutcome<List<StoredNode>>> reply) {
                ReadOutcome<List<StoredNode>> outcome = Await.reply(answer -> still.read(paths, answer));
                if (!moved && paths.get(0).startsWith(StorePaths.SESSIONS)) {
                    moved = true;
                    change.run();
                }
                reply.accept(outcome);
            }

            @Override
            public void children(String path, Consumer<ReadOutcome<List<String>>> reply) {
                still.children(path, reply);
            }
        };
    }

    @Override
    public StoreReading reading(String root) {
        return door.reading(root);
    }

    @Override
    public void enter(Candidate self, Consumer<Entry> reply) {
        door.enter(self, reply);
    }

    @Override
    public void close() {
        door.close();
    }
}
