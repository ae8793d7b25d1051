package io.understudy.session.transfer;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.session.SessionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads everything that stands below {@code sessions} or {@code logs}, which may be written to meanwhile: first all names,
 * only then the nodes. Whatever is read was there before the first node was read; so where two sessions had one name after
 * another, the earlier one is found deleted.
 */
final class StoreScan {

    /** How many nodes are held in memory at a time. */
    private static final int CHUNK = 256;

    private static final int NAME_LENGTH = 10;

    private final StoreReader reader;
    private final String parent;
    private final List<String> strays = new ArrayList<>();
    private final int[] sizes = new int[StorePaths.SHARDS];
    private final List<String> missingShards = new ArrayList<>();
    private long[] found = new long[1024];
    private int count;

    private StoreScan(StoreReader reader, String parent) {
        this.reader = reader;
        this.parent = parent;
    }

    /** Takes one chunk of nodes, in ascending order of their ids; nodes that are gone are without content. */
    @FunctionalInterface
    interface Sink {
        void accept(List<StoredNode> chunk) throws TransferFailure, IOException;
    }

    /** Lists all names. */
    static StoreScan list(StoreReader reader, String parent) throws TransferFailure {
        StoreScan scan = new StoreScan(reader, parent);
        Set<String> shards = new HashSet<>(reader.children(parent));
        for (int shard = 0; shard < StorePaths.SHARDS; shard++) {
            String name = name(shard);
            if (shards.remove(name)) {
                scan.listShard(shard);
            } else {
                scan.missingShards.add(parent + "/" + name);
            }
        }
        shards.forEach(stray -> scan.strays.add(parent + "/" + stray));
        Arrays.sort(scan.found, 0, scan.count);
        return scan;
    }

    /** What was listed: {@code sessions} or {@code logs}. */
    String parent() {
        return parent;
    }

    /** How many nodes were found. */
    int count() {
        return count;
    }

    /** The highest id that was found, -1 if none. */
    int highest() {
        return count == 0 ? -1 : (int) (found[count - 1] >> Byte.SIZE);
    }

    /** Paths of nodes that are no records. */
    List<String> strays() {
        return strays;
    }

    /** Paths of shards that do not exist. */
    List<String> missingShards() {
        return missingShards;
    }

    /** How many bytes an answer with the names of a shard takes, of the largest shard. */
    int largestShard() {
        int most = Arrays.stream(sizes).max().orElse(0);
        return most * (NAME_LENGTH + Integer.BYTES);
    }

    /** Reads all nodes. */
    void read(Sink sink) throws TransferFailure, IOException {
        for (int from = 0; from < count; from += CHUNK) {
            List<String> paths = new ArrayList<>(CHUNK);
            for (int i = from; i < Math.min(count, from + CHUNK); i++) {
                paths.add(path(found[i]));
            }
            sink.accept(reader.nodes(paths));
        }
    }

    private void listShard(int shard) throws TransferFailure {
        String path = parent + "/" + name(shard);
        for (String name : reader.children(path)) {
            Optional<SessionId> id = name.length() == NAME_LENGTH ? SessionId.parse(name) : Optional.empty();
            if (id.isPresent()) {
                add((long) id.get().number() << Byte.SIZE | shard);
            } else {
                strays.add(path + "/" + name);
            }
            sizes[shard]++;
        }
    }

    private void add(long place) {
        if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = place;
    }

    private String path(long place) {
        return "%s/%s/%010d".formatted(parent, name((int) (place & (StorePaths.SHARDS - 1))), place >> Byte.SIZE);
    }

    private static String name(int shard) {
        return "%02x".formatted(shard);
    }
}
