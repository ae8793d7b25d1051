package io.understudy.fencing.zookeeper;

import io.understudy.fencing.StorePaths;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a cluster's store stands in ZooKeeper. Names inside it are those of {@link StorePaths}.
 *
 * @param root absolute path of the cluster's root
 */
public record StoreLayout(String root) {

    private static final String LOCK = "ActiveStandbyElectorLock";

    public StoreLayout {
        if (!root.startsWith("/") || root.endsWith("/")) {
            throw new IllegalArgumentException("not an absolute path of a znode: " + root);
        }
    }

    /** The layout of the cluster {@code cluster}: {@code /understudy/<cluster>}. */
    public static StoreLayout of(String cluster) {
        if (cluster.isEmpty() || cluster.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a cluster id: \"" + cluster + "\"");
        }
        return new StoreLayout("/understudy/" + cluster);
    }

    /** Absolute path of {@code relative}. */
    public String path(String relative) {
        return root + "/" + relative;
    }

    /** Absolute path of the election's lock. */
    public String lock() {
        return path(StorePaths.ELECTION) + "/" + LOCK;
    }

    /** The root and its parents, outermost first. */
    List<String> rootAndParents() {
        List<String> paths = new ArrayList<>();
        for (int slash = root.indexOf('/', 1); slash > 0; slash = root.indexOf('/', slash + 1)) {
            paths.add(root.substring(0, slash));
        }
        paths.add(root);
        return paths;
    }
}
