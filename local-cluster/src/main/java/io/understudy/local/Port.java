package io.understudy.local;

/** A port that one of the servers listens on, with the number it has on ordinary clusters. */
public enum Port {
    ZOOKEEPER(Server.ZOOKEEPER, "zookeeper", 2181),
    RESOURCE_MANAGER(Server.RESOURCE_MANAGER, "resourceManager", 8032),
    RESOURCE_MANAGER_SCHEDULER(Server.RESOURCE_MANAGER, "resourceManager.scheduler", 8030),
    RESOURCE_MANAGER_TRACKER(Server.RESOURCE_MANAGER, "resourceManager.tracker", 8031),
    RESOURCE_MANAGER_ADMIN(Server.RESOURCE_MANAGER, "resourceManager.admin", 8033),
    RESOURCE_MANAGER_WEB(Server.RESOURCE_MANAGER, "resourceManager.web", 8088),
    RESOURCE_MANAGER_2(Server.RESOURCE_MANAGER_2, "resourceManager2", 18032),
    RESOURCE_MANAGER_2_SCHEDULER(Server.RESOURCE_MANAGER_2, "resourceManager2.scheduler", 18030),
    RESOURCE_MANAGER_2_TRACKER(Server.RESOURCE_MANAGER_2, "resourceManager2.tracker", 18031),
    RESOURCE_MANAGER_2_ADMIN(Server.RESOURCE_MANAGER_2, "resourceManager2.admin", 18033),
    RESOURCE_MANAGER_2_WEB(Server.RESOURCE_MANAGER_2, "resourceManager2.web", 18088),
    NODE_MANAGER(Server.NODE_MANAGER, "nodeManager", 8041),
    NODE_MANAGER_LOCALIZER(Server.NODE_MANAGER, "nodeManager.localizer", 8040),
    NODE_MANAGER_WEB(Server.NODE_MANAGER, "nodeManager.web", 8042);

    private final Server server;
    private final String key;
    private final int usual;

    Port(Server server, String key, int usual) {
        this.server = server;
        this.key = key;
        this.usual = usual;
    }

    /** The server that listens on it. */
    public Server server() {
        return server;
    }

    String key() {
        return key;
    }

    /** The number that this port has on ordinary clusters. */
    public int usual() {
        return usual;
    }
}
