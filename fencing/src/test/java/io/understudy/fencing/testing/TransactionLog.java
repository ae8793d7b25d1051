package io.understudy.fencing.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jute.Record;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.ByteBufferInputStream;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.TxnLog.TxnIterator;
import org.apache.zookeeper.txn.CheckVersionTxn;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.DeleteTxn;
import org.apache.zookeeper.txn.MultiTxn;
import org.apache.zookeeper.txn.SetDataTxn;
import org.apache.zookeeper.txn.Txn;
import org.jspecify.annotations.Nullable;

/** What a ZooKeeper server has written to its transaction log: the order of the store, beyond dispute. */
public final class TransactionLog {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private TransactionLog() {}

    /**
     * One transaction.
     *
     * @param zxid its place in the order
     * @param changes of nodes; none if it was refused or concerned a session
     */
    public record Transaction(long zxid, List<Change> changes) {

        /** ZooKeeper's own epoch: which leader proposed it. */
        public long leadership() {
            return zxid >>> 32;
        }

        /** The number among those that this leader proposed, from 1. */
        public long counter() {
            return zxid & 0xffffffffL;
        }
    }

    /** One changed node. */
    public sealed interface Change {

        /** The node's absolute path. */
        String path();

        /** It was created. */
        @SuppressWarnings("ArrayRecordComponent")
        record Created(String path, byte[] data) implements Change {}

        /**
         * Its data was replaced.
         *
         * @param version that it has since
         */
        @SuppressWarnings("ArrayRecordComponent")
        record Updated(String path, byte[] data, int version) implements Change {}

        /** It was deleted. */
        record Deleted(String path) implements Change {}
    }

    /** All transactions in the logs of {@code folder}, in their order. */
    public static List<Transaction> read(Path folder) throws IOException {
        List<Transaction> transactions = new ArrayList<>();
        FileTxnLog log = new FileTxnLog(folder.toFile());
        try (TxnIterator entries = log.read(0)) {
            while (entries.getHeader() != null) {
                transactions.add(new Transaction(entries.getHeader().getZxid(), changes(entries.getTxn())));
                entries.next();
            }
        } finally {
            log.close();
        }
        return transactions;
    }

    /**
     * All transactions in the logs of {@code folder} up to the one that created {@code path}, as soon as that is there:
     * a server may have answered for a transaction that only the others have written down yet.
     */
    public static List<Transaction> readUpTo(Path folder, String path) {
        return await(path + " in the log of " + folder)
                .atMost(LIMIT)
                .until(() -> upTo(read(folder), path), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<List<Transaction>> upTo(List<Transaction> transactions, String path) {
        for (int i = 0; i < transactions.size(); i++) {
            for (Change change : transactions.get(i).changes()) {
                if (change instanceof Change.Created && change.path().equals(path)) {
                    return Optional.of(transactions.subList(0, i + 1));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Change> changes(@Nullable Record record) throws IOException {
        List<Change> changes = new ArrayList<>();
        if (record instanceof MultiTxn multi) {
            for (Txn part : isRefused(multi) ? List.<Txn>of() : multi.getTxns()) {
                changes.addAll(changes(record(part)));
            }
        } else if (record instanceof CreateTxn create) {
            changes.add(new Change.Created(create.getPath(), create.getData()));
        } else if (record instanceof SetDataTxn update) {
            changes.add(new Change.Updated(update.getPath(), update.getData(), update.getVersion()));
        } else if (record instanceof DeleteTxn delete) {
            changes.add(new Change.Deleted(delete.getPath()));
        }
        return changes;
    }

    /** A refused transaction stands in the log too; what is before the operation that was refused is as it was sent. */
    private static boolean isRefused(MultiTxn multi) {
        return multi.getTxns().stream().anyMatch(part -> part.getType() == OpCode.error);
    }

    private static Record record(Txn part) throws IOException {
        Record record = switch (part.getType()) {
            case OpCode.create, OpCode.create2 -> new CreateTxn();
            case OpCode.setData -> new SetDataTxn();
            case OpCode.delete -> new DeleteTxn();
            case OpCode.check -> new CheckVersionTxn();
            default -> throw new IOException("a part of type " + part.getType() + " in a transaction");
        };
        ByteBufferInputStream.byteBuffer2Record(ByteBuffer.wrap(part.getData()), record);
        return record;
    }
}
