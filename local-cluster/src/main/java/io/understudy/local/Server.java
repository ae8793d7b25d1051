package io.understudy.local;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The servers of a local cluster; each is the real main class in a JVM of its own. */
public enum Server {
    /** A standalone ZooKeeper with a tick of 500 ms. */
    ZOOKEEPER("zookeeper", "ZooKeeper", "org.apache.zookeeper.server.ZooKeeperServerMain", "-Xmx512m"),
    /** YARN's ResourceManager with recovery from a state store on the local disk. */
    RESOURCE_MANAGER(
            "resourceManager",
            "ResourceManager",
            "org.apache.hadoop.yarn.server.resourcemanager.ResourceManager",
            "-Xmx256m"),
    /** A second ResourceManager, on clusters that have one: either stands by for the other. */
    RESOURCE_MANAGER_2(
            "resourceManager2",
            "second ResourceManager",
            "org.apache.hadoop.yarn.server.resourcemanager.ResourceManager",
            "-Xmx256m"),
    /** YARN's one NodeManager, 8 GB and 32 cores in name. */
    NODE_MANAGER("nodeManager", "NodeManager", "org.apache.hadoop.yarn.server.nodemanager.NodeManager", "-Xmx256m");

    /** Those that every cluster has. */
    static final Set<Server> USUAL = EnumSet.complementOf(EnumSet.of(RESOURCE_MANAGER_2));

    private final String key;
    private final String title;
    private final String mainClass;
    private final String heap;

    Server(String key, String title, String mainClass, String heap) {
        this.key = key;
        this.title = title;
        this.mainClass = mainClass;
        this.heap = heap;
    }

    /** The name used for files and for keys of the properties file. */
    public String key() {
        return key;
    }

    /** The name shown to people. */
    public String title() {
        return title;
    }

    /** The ports that it listens on. */
    public List<Port> ports() {
        return Arrays.stream(Port.values())
                .filter(port -> port.server() == this)
                .toList();
    }

    boolean isResourceManager() {
        return this == RESOURCE_MANAGER || this == RESOURCE_MANAGER_2;
    }

    String mainClass() {
        return mainClass;
    }

    String heap() {
        return heap;
    }
}
