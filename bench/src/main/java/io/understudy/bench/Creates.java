package io.understudy.bench;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.StorePaths;
import io.understudy.session.service.SessionStore;
import io.understudy.session.service.ThreadLoop;
import io.understudy.session.store.ZnodeSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Ways to create the records of sessions in one ZooKeeper, each on a connection of its own. */
final class Creates implements AutoCloseable {

    private static final int DELETED_AT_ONCE = 500;

    private final ZooKeeper[] connections;
    private final ThreadLoop executor;
    private final OpenTerm term;
    private final byte[] record;
    private final List<Way> ways = new ArrayList<>();

    /** One way to create records. */
    final class Way {

        private final String name;
        private final String root;
        private final InFlight.Operation operation;
        private int next;

        private Way(String name, String root, InFlight.Operation operation) {
            this.name = name;
            this.root = root;
            this.operation = operation;
        }

        String name() {
            return name;
        }

        /** Creates records that were not there before. */
        InFlight.Operation beginning() {
            int first = next;
            return (index, done) -> {
                next = Math.max(next, first + index + 1);
                operation.begin(first + index, done);
            };
        }

        /** Removes what was created. */
        void clear() throws KeeperException, InterruptedException {
            for (int begin = 0; begin < next; begin += DELETED_AT_ONCE) {
                List<Op> deletes = new ArrayList<>();
                for (int i = begin; i < Math.min(next, begin + DELETED_AT_ONCE); i++) {
                    deletes.add(Op.delete(path(root, i), -1));
                }
                connections[0].multi(deletes);
            }
            next = 0;
        }
    }

    private Creates(ZooKeeper[] connections, OpenTerm term) throws KeeperException, InterruptedException {
        this.connections = connections;
        this.executor = new ThreadLoop();
        this.term = term;
        FencedStore store = term.store();
        Records records = new Records(store.term());
        ZnodeSessions sessions = new ZnodeSessions(store, executor);
        record = sample(sessions, records);
        shards("/plain");
        shards("/checked");
        shards("/yarn");
        Op check = Op.check(OpenTerm.LAYOUT.path(StorePaths.EPOCH), store.term().fence());
        ways.add(new Way(
                "plain create",
                "/plain",
                (id, done) -> connections[1].create(
                        path("/plain", id),
                        record,
                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                        CreateMode.PERSISTENT,
                        (rc, p, context, name) -> tell(rc, done),
                        null)));
        ways.add(new Way(
                "checked create",
                "/checked",
                (id, done) -> connections[2].multi(
                        List.of(check, create(path("/checked", id))),
                        (rc, p, context, results) -> tell(rc, done),
                        null)));
        ways.add(new Way(
                "the service's path",
                OpenTerm.LAYOUT.root(),
                (id, done) -> sessions.create(records.session(id), saving -> {
                    if (saving instanceof SessionStore.Saved) {
                        done.ok();
                    } else {
                        done.failed(saving.toString());
                    }
                })));
        ways.add(new Way(
                "YARN's way",
                "/yarn",
                (id, done) -> connections[3].multi(
                        List.of(
                                Op.create(
                                        "/yarn/fence", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                                create(path("/yarn", id)),
                                Op.delete("/yarn/fence", -1)),
                        (rc, p, context, results) -> tell(rc, done),
                        null)));
    }

    static Creates open(String connectString) throws Exception {
        ZooKeeper[] connections = new ZooKeeper[4];
        for (int i = 0; i < connections.length; i++) {
            connections[i] = OpenTerm.connect(connectString);
        }
        return new Creates(connections, OpenTerm.win(connectString));
    }

    List<Way> ways() {
        return List.copyOf(ways);
    }

    /** How long each record is. */
    int recordBytes() {
        return record.length;
    }

    @Override
    public void close() {
        term.close();
        Stream.of(connections).forEach(OpenTerm::close);
        executor.close();
    }

    /** A record as the service writes it: its peers write the same bytes. */
    private byte[] sample(ZnodeSessions sessions, Records records) throws KeeperException, InterruptedException {
        SessionStore.Saving saved = OpenTerm.answer(reply -> sessions.create(records.session(0), reply));
        if (!(saved instanceof SessionStore.Saved)) {
            throw new IllegalStateException("no record could be written: " + saved);
        }
        byte[] bytes = connections[0].getData(path(OpenTerm.LAYOUT.root(), 0), false, null);
        connections[0].delete(path(OpenTerm.LAYOUT.root(), 0), -1);
        return bytes;
    }

    private void shards(String root) throws KeeperException, InterruptedException {
        List<Op> creates = new ArrayList<>();
        creates.add(folder(root));
        creates.add(folder(root + "/" + StorePaths.SESSIONS));
        StorePaths.sessionShards().forEach(shard -> creates.add(folder(root + "/" + shard)));
        connections[0].multi(creates);
    }

    private static Op folder(String path) {
        return Op.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private Op create(String path) {
        return Op.create(path, record, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private static String path(String root, int id) {
        return root + "/" + StorePaths.session(id);
    }

    private static void tell(int code, InFlight.Done done) {
        if (code == KeeperException.Code.OK.intValue()) {
            done.ok();
        } else {
            done.failed(KeeperException.Code.get(code).toString());
        }
    }
}
