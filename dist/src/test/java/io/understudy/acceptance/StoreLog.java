package io.understudy.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.testing.TransactionLog;
import io.understudy.fencing.testing.TransactionLog.Change;
import io.understudy.fencing.testing.TransactionLog.Transaction;
import io.understudy.fencing.zookeeper.StoreLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A store's whole past as ZooKeeper's own log of transactions tells it: the terms, and whether anything was written by
 * anybody but the session that was in office just then. Reads the server's files.
 */
final class StoreLog {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FENCED =
            Set.of(StorePaths.ACTIVE, StorePaths.NEXT_ID, StorePaths.HISTORY, StorePaths.SESSIONS, StorePaths.LOGS);

    private final StoreLayout layout;
    private final NavigableMap<Long, Term> terms = new TreeMap<>();
    private final Map<Integer, Long> epochs = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private int highestOfEarlierTerms = -1;
    private int highest = -1;

    /** Who won an epoch, and on which session. */
    private record Term(String node, long session) {}

    private StoreLog(StoreLayout layout) {
        this.layout = layout;
    }

    static StoreLog of(Stage stage) throws IOException {
        StoreLog log = new StoreLog(StoreLayout.of(stage.cluster()));
        for (Transaction transaction : TransactionLog.read(
                stage.dir().resolve("servers").resolve("zookeeper").resolve("version-2"))) {
            for (Change change : transaction.changes()) {
                log.take(transaction, change);
            }
        }
        return log;
    }

    /** What should not stand in the log, a sentence each. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    /** Whether a node has won this term or a later one. */
    boolean hasWon(String node, long epoch) {
        return terms.tailMap(epoch).values().stream()
                .anyMatch(term -> term.node().equals(node));
    }

    /** Whether it was this node that won this term. */
    boolean isOf(String node, long epoch) {
        Term term = terms.get(epoch);
        return term != null && term.node().equals(node);
    }

    private void take(Transaction transaction, Change change) throws IOException {
        if (!change.path().startsWith(layout.root() + "/")) {
            return;
        }
        String path = change.path().substring(layout.root().length() + 1);
        if (path.equals(StorePaths.EPOCH)) {
            begin(transaction, change);
        } else if (!terms.isEmpty() && FENCED.contains(path.split("/", 2)[0])) {
            judge(transaction, change, path);
        }
    }

    private void begin(Transaction transaction, Change change) throws IOException {
        JsonNode record = JSON.readTree(change.text());
        long epoch = record.path("epoch").asLong();
        long session = epoch == 0
                ? 0
                : Long.parseUnsignedLong(record.path("session").asText().substring(2), 16);
        if (epoch != 0 && (epoch != terms.lastKey() + 1 || session != transaction.session())) {
            violations.add(said(transaction, "raised epoch " + terms.lastKey() + " to " + change.text()));
        }
        terms.put(epoch, new Term(record.path("node").asText(), session));
        highestOfEarlierTerms = highest;
    }

    private void judge(Transaction transaction, Change change, String path) {
        Map.Entry<Long, Term> office = terms.lastEntry();
        if (transaction.session() != office.getValue().session()) {
            violations.add(said(
                    transaction, "wrote " + path + " while epoch " + office.getKey() + " of " + office.getValue()));
        }
        String[] names = path.split("/", -1);
        if (change instanceof Change.Created && names[0].equals(StorePaths.SESSIONS) && names.length == 3) {
            made(transaction, Integer.parseInt(names[2]));
        }
    }

    private void made(Transaction transaction, int id) {
        Long before = epochs.putIfAbsent(id, terms.lastKey());
        if (before != null) {
            violations.add(said(transaction, "made batch " + id + " again, of epoch " + before));
        } else if (id <= highestOfEarlierTerms) {
            violations.add(said(transaction, "made batch " + id + " below one of an earlier term"));
        }
        highest = Math.max(highest, id);
    }

    private static String said(Transaction transaction, String what) {
        return "0x%x: session 0x%x %s".formatted(transaction.zxid(), transaction.session(), what);
    }
}
