package io.understudy.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration files of the servers; they lie under {@code conf} of the cluster's directory. */
final class Configuration {

    /** The ids of two ResourceManagers. */
    private static final Map<Server, String> RESOURCE_MANAGERS =
            Map.of(Server.RESOURCE_MANAGER, "rm1", Server.RESOURCE_MANAGER_2, "rm2");

    private final Path dir;
    private final Path lib;
    private final Path javaHome;
    private final Ports ports;

    Configuration(Path dir, Path lib, Path javaHome, Ports ports) {
        this.dir = dir;
        this.lib = lib;
        this.javaHome = javaHome;
        this.ports = ports;
    }

    static Path confDir(Path dir) {
        return dir.resolve("conf");
    }

    /** The folders that a server finds its configuration in, as the beginning of a class path. */
    static String classPath(Path dir, Ports ports, Server server) {
        String id = RESOURCE_MANAGERS.get(server);
        return isTwofold(ports) && id != null
                ? confDir(dir).resolve(id) + ":" + confDir(dir)
                : confDir(dir).toString();
    }

    static Path zookeeperConf(Path dir) {
        return confDir(dir).resolve("zoo.cfg");
    }

    /** Where the NodeManager keeps what belongs to containers: the processes of containers carry this path in their environment. */
    static Path containersDir(Path dir) {
        return dir.resolve("nodemanager/local");
    }

    void write() throws IOException {
        Path conf = confDir(dir);
        Files.createDirectories(conf);
        Files.createDirectories(dir.resolve("zookeeper"));
        Files.writeString(zookeeperConf(dir), zookeeper());
        Files.writeString(conf.resolve("core-site.xml"), xml(core()));
        Files.writeString(conf.resolve("yarn-site.xml"), xml(yarn()));
        if (isTwofold(ports)) {
            for (Map.Entry<Server, String> one : RESOURCE_MANAGERS.entrySet()) {
                // Who is who among them: both are at one address, which is where they would look.
                Map<String, Object> own = yarn();
                own.put("yarn.resourcemanager.ha.id", one.getValue());
                Files.writeString(
                        Files.createDirectories(conf.resolve(one.getValue())).resolve("yarn-site.xml"), xml(own));
            }
        }
        Files.writeString(conf.resolve("capacity-scheduler.xml"), xml(scheduler()));
        Files.writeString(conf.resolve("log4j.properties"), LOG4J);
    }

    private String zookeeper() {
        return """
                tickTime=500
                dataDir=%s
                clientPort=%d
                clientPortAddress=%s
                maxClientCnxns=0
                admin.enableServer=false
                4lw.commands.whitelist=ruok,srvr,mntr
                preAllocSize=4096
                autopurge.purgeInterval=1
                autopurge.snapRetainCount=3
                """.formatted(dir.resolve("zookeeper"), ports.get(Port.ZOOKEEPER), ports.host());
    }

    private Map<String, Object> core() {
        Map<String, Object> core = new LinkedHashMap<>();
        core.put("fs.defaultFS", "file:///");
        core.put("hadoop.tmp.dir", dir.resolve("tmp"));
        core.put("ipc.client.connect.retry.interval", 200);
        // Whoever runs this cluster runs the daemons: they may submit in the name of their users.
        String proxy = "hadoop.proxyuser." + System.getProperty("user.name");
        core.put(proxy + ".hosts", "127.0.0.1");
        core.put(proxy + ".users", "*");
        return core;
    }

    private Map<String, Object> yarn() {
        Map<String, Object> yarn = new LinkedHashMap<>();
        resourceManager(yarn);
        nodeManager(yarn);
        yarn.put("yarn.application.classpath", confDir(dir) + "," + lib + "/*");
        yarn.put("yarn.log-aggregation-enable", true);
        yarn.put("yarn.nodemanager.remote-app-log-dir", dir.resolve("logs-aggregated"));
        yarn.put("yarn.resourcemanager.connect.retry-interval.ms", 500);
        return yarn;
    }

    private void resourceManager(Map<String, Object> yarn) {
        String prefix = "yarn.resourcemanager.";
        // One name for as long as the directory lives: daemons stay with the YARN that they know, its ports may change.
        yarn.put(
                prefix + "cluster-id",
                "local-" + Integer.toHexString(dir.toString().hashCode()));
        yarn.put(prefix + "recovery.enabled", true);
        if (isTwofold(ports)) {
            twoResourceManagers(yarn);
        } else {
            oneResourceManager(yarn);
        }
        yarn.put(prefix + "work-preserving-recovery.scheduling-wait-ms", 0);
        yarn.put(prefix + "nodemanagers.heartbeat-interval-ms", 200);
        yarn.put("yarn.nm.liveness-monitor.expiry-interval-ms", 60_000);
        yarn.put("yarn.am.liveness-monitor.expiry-interval-ms", 60_000);
        yarn.put(
                prefix + "scheduler.class",
                "org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler");
        yarn.put("yarn.scheduler.minimum-allocation-mb", 128);
    }

    private void oneResourceManager(Map<String, Object> yarn) {
        addresses(yarn, "", Server.RESOURCE_MANAGER);
        yarn.put(
                "yarn.resourcemanager.store.class",
                "org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore");
        yarn.put(
                "yarn.resourcemanager.fs.state-store.uri",
                dir.resolve("resourcemanager").toUri());
    }

    private void twoResourceManagers(Map<String, Object> yarn) {
        String prefix = "yarn.resourcemanager.";
        yarn.put(prefix + "ha.enabled", true);
        yarn.put(prefix + "ha.rm-ids", "rm1,rm2");
        addresses(yarn, ".rm1", Server.RESOURCE_MANAGER);
        addresses(yarn, ".rm2", Server.RESOURCE_MANAGER_2);
        // The election looks for the one name, the state store for the other.
        yarn.put(prefix + "zk-address", ports.address(Port.ZOOKEEPER));
        yarn.put("hadoop.zk.address", ports.address(Port.ZOOKEEPER));
        yarn.put("hadoop.zk.timeout-ms", 4_000);
        yarn.put(prefix + "store.class", "org.apache.hadoop.yarn.server.resourcemanager.recovery.ZKRMStateStore");
    }

    /** Of one ResourceManager: for clients, ApplicationMasters, NodeManagers, administrators and browsers, as its ports are declared. */
    private void addresses(Map<String, Object> yarn, String suffix, Server resourceManager) {
        String prefix = "yarn.resourcemanager.";
        List<String> names =
                List.of("address", "scheduler.address", "resource-tracker.address", "admin.address", "webapp.address");
        yarn.put(prefix + "hostname" + suffix, ports.host());
        for (int i = 0; i < names.size(); i++) {
            yarn.put(
                    prefix + names.get(i) + suffix,
                    ports.address(resourceManager.ports().get(i)));
        }
    }

    private static boolean isTwofold(Ports ports) {
        return ports.servers().contains(Server.RESOURCE_MANAGER_2);
    }

    private void nodeManager(Map<String, Object> yarn) {
        String prefix = "yarn.nodemanager.";
        yarn.put(prefix + "hostname", ports.host());
        yarn.put(prefix + "address", ports.address(Port.NODE_MANAGER));
        yarn.put(prefix + "localizer.address", ports.address(Port.NODE_MANAGER_LOCALIZER));
        yarn.put(prefix + "webapp.address", ports.address(Port.NODE_MANAGER_WEB));
        yarn.put(prefix + "local-dirs", containersDir(dir));
        yarn.put(prefix + "log-dirs", dir.resolve("nodemanager/logs"));
        yarn.put(prefix + "resource.memory-mb", 8192);
        yarn.put(prefix + "resource.cpu-vcores", 32);
        yarn.put(prefix + "vmem-check-enabled", false);
        yarn.put(prefix + "pmem-check-enabled", false);
        yarn.put(prefix + "disk-health-checker.max-disk-utilization-per-disk-percentage", 99);
        yarn.put(prefix + "delete.debug-delay-sec", 0);
        yarn.put(prefix + "process-kill-wait.ms", 1_000);
        // On a real cluster they run on other machines than the daemons: here they give way to them.
        yarn.put(prefix + "container-executor.os.sched.priority.adjustment", 5);
        yarn.put(prefix + "admin-env", "JAVA_HOME=" + javaHome);
    }

    private static Map<String, Object> scheduler() {
        String prefix = "yarn.scheduler.capacity.";
        Map<String, Object> scheduler = new LinkedHashMap<>();
        scheduler.put(prefix + "maximum-am-resource-percent", "1.0");
        scheduler.put(prefix + "root.queues", "default");
        scheduler.put(prefix + "root.default.capacity", 100);
        scheduler.put(prefix + "root.default.maximum-am-resource-percent", "1.0");
        return scheduler;
    }

    private static String xml(Map<String, Object> entries) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<configuration>\n");
        entries.forEach((name, value) -> xml.append("  <property><name>")
                .append(name)
                .append("</name><value>")
                .append(escape(value.toString()))
                .append("</value></property>\n"));
        return xml.append("</configuration>\n").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static final String LOG4J = """
            log4j.rootLogger=INFO,console
            log4j.appender.console=org.apache.log4j.ConsoleAppender
            log4j.appender.console.target=System.err
            log4j.appender.console.layout=org.apache.log4j.PatternLayout
            log4j.appender.console.layout.ConversionPattern=%d{ISO8601} %-5p [%t] %c{1}: %m%n
            log4j.logger.org.apache.hadoop.util.NativeCodeLoader=ERROR
            """;
}
