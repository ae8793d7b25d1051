package io.understudy.fencing.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

/** What ZooKeeper servers have written to their transaction logs: the order of the store, beyond dispute. */
public final class TransactionLog {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private TransactionLog() {}

    /**
     * One transaction.
     *
     * @param zxid its place in the order
     * @param session which asked for it
     * @param changes of nodes; none if it was refused or concerned a session
     */
    public record Transaction(long zxid, long session, List<Change> changes) {

        /** ZooKeeper's own epoch: which leader proposed it. */
        public long leadership() {
            return zxid >>> 32;
        }

        /** Whether it created or replaced a node with this data. */
        public boolean writes(String path, String text) {
            return changes.stream()
                    .anyMatch(change ->
                            change.path().equals(path) && change.text().equals(text));
        }

        private boolean creates(String path) {
            return changes.stream()
                    .anyMatch(change ->
                            change instanceof Change.Created && change.path().equals(path));
        }

        private String text() {
            return changes.stream()
                    .map(change -> change.path() + "=" + change.text())
                    .toList()
                    .toString();
        }
    }

    /** One changed node. */
    public sealed interface Change {

        /** The node's absolute path. */
        String path();

        /** Its data as text; empty without any. */
        String text();

        /** It was created. */
        record Created(String path, String text) implements Change {}

        /** Its data was replaced. */
        record Updated(String path, String text) implements Change {}

        /** It was deleted. */
        record Deleted(String path) implements Change {

            @Override
            public String text() {
                return "";
            }
        }
    }

    /** All transactions in the logs of {@code folder}, as they stand there, committed or not. */
    public static List<Transaction> read(Path folder) throws IOException {
        List<Transaction> transactions = new ArrayList<>();
        FileTxnLog log = new FileTxnLog(folder.toFile());
        try (TxnIterator entries = log.read(0)) {
            while (entries.getHeader() != null) {
                transactions.add(new Transaction(
                        entries.getHeader().getZxid(), entries.getHeader().getClientId(), changes(entries.getTxn())));
                entries.next();
            }
        } finally {
            log.close();
        }
        return transactions;
    }

    /**
     * All transactions that ZooKeeper has committed up to the one that created {@code path}, as soon as every log has
     * that: those that stand in more than half of the logs. A server's own log can have more, such as what a leader had
     * proposed to nobody else when it died.
     *
     * @param folders of all servers' logs
     */
    public static List<Transaction> committed(List<Path> folders, String path) {
        SortedMap<Long, Transaction> order = new TreeMap<>();
        Map<Long, Integer> copies = new HashMap<>();
        for (Path folder : folders) {
            Set<Long> seen = new HashSet<>();
            for (Transaction transaction : readUpTo(folder, path)) {
                Transaction known = order.putIfAbsent(transaction.zxid(), transaction);
                assertThat(known == null ? transaction.text() : known.text())
                        .as("transaction %x in the log of %s", transaction.zxid(), folder)
                        .isEqualTo(transaction.text());
                if (seen.add(transaction.zxid())) {
                    copies.merge(transaction.zxid(), 1, Integer::sum);
                }
            }
        }
        order.keySet().removeIf(zxid -> copies.getOrDefault(zxid, 0) * 2 <= folders.size());
        return List.copyOf(order.values());
    }

    private static List<Transaction> readUpTo(Path folder, String path) {
        return await(path + " in the log of " + folder)
                .atMost(LIMIT)
                .until(() -> upTo(read(folder), path), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<List<Transaction>> upTo(List<Transaction> transactions, String path) {
        for (int i = 0; i < transactions.size(); i++) {
            if (transactions.get(i).creates(path)) {
                return Optional.of(transactions.subList(0, i + 1));
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
            changes.add(new Change.Created(create.getPath(), text(create.getData())));
        } else if (record instanceof SetDataTxn update) {
            changes.add(new Change.Updated(update.getPath(), text(update.getData())));
        } else if (record instanceof DeleteTxn delete) {
            changes.add(new Change.Deleted(delete.getPath()));
        }
        return changes;
    }

    private static String text(byte @Nullable [] data) {
        return data == null ? "" : new String(data, UTF_8);
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
