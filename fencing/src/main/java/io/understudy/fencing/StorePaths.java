package io.understudy.fencing;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Where things stand in the store, relative to the cluster's root. Everything but {@code members}, {@code control} and
 * {@code election} is written through the fence only.
 */
public final class StorePaths {

    /** Who holds office; its version is the fence. Written by nothing but the winning of a term, never deleted. */
    public static final String EPOCH = "epoch";

    /** Who serves. */
    public static final String ACTIVE = "active";

    /** The first session id that is not reserved, in decimal digits. */
    public static final String NEXT_ID = "next-id";

    /** Written by whoever needs to know what ZooKeeper's clock says; its time of modification tells. */
    public static final String CLOCK = "clock";

    /** The secret under which nodes sign what they forward to each other. */
    public static final String SECRET = "secret";

    /** One record for each epoch. */
    public static final String HISTORY = "history";

    /** Sessions, in shards. */
    public static final String SESSIONS = "sessions";

    /** Output of submissions, in shards. */
    public static final String LOGS = "logs";

    /** The living members, ephemeral. */
    public static final String MEMBERS = "members";

    /** Requests of any node to the cluster. */
    public static final String CONTROL = "control";

    /** Proofs that a process and its children are dead. */
    public static final String GRAVES = "graves";

    /** The election's lock and breadcrumb. */
    public static final String ELECTION = "election";

    /** Name among the members of the service that runs alone: while it is there no daemon leads. */
    public static final String STANDALONE = "standalone";

    /** Number of shards of sessions and of logs. */
    public static final int SHARDS = 256;

    private static final String[] SHARD_NAMES = IntStream.range(0, SHARDS)
            .mapToObj(shard -> String.format(Locale.ROOT, "%02x", shard))
            .toArray(String[]::new);

    private StorePaths() {}

    /** The record of a session. */
    public static String session(int id) {
        return numbered(SESSIONS, id);
    }

    /** The shard in which a path below {@link #SESSIONS} lies. */
    public static int shard(String path) {
        int begin = SESSIONS.length() + 1;
        return Integer.parseInt(path, begin, begin + 2, 16);
    }

    /** Whether {@code path} is in the shard in which the record of a session has its place. */
    public static boolean isAtHome(String path, int id) {
        int shard = SESSIONS.length() + 1;
        return path.startsWith(SESSIONS) && path.startsWith(SHARD_NAMES[id & (SHARDS - 1)], shard);
    }

    /** The output of a session's submission. */
    public static String log(int id) {
        return numbered(LOGS, id);
    }

    /** The parents of all sessions' records. */
    public static List<String> sessionShards() {
        return shards(SESSIONS);
    }

    /** The parents of all submissions' outputs. */
    public static List<String> logShards() {
        return shards(LOGS);
    }

    /** The record of an epoch. */
    public static String history(Epoch epoch) {
        return HISTORY + "/" + epoch.number();
    }

    /** The sign of life of a member. */
    public static String member(String node) {
        return MEMBERS + "/" + node;
    }

    /** A request to the cluster. */
    public static String control(String name) {
        return CONTROL + "/" + name;
    }

    /** The proof that an incarnation is dead. */
    public static String grave(String incarnation) {
        return GRAVES + "/" + incarnation;
    }

    private static List<String> shards(String parent) {
        return IntStream.range(0, SHARDS)
                .mapToObj(shard -> shard(parent, shard))
                .toList();
    }

    private static String numbered(String parent, int id) {
        if (id < 0) {
            throw new IllegalArgumentException("a session id is not negative: " + id);
        }
        return shard(parent, id & (SHARDS - 1)) + String.format(Locale.ROOT, "/%010d", id);
    }

    private static String shard(String parent, int shard) {
        return parent + "/" + SHARD_NAMES[shard];
    }
}
