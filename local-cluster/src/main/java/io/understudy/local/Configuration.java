package io.understudy.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration files of the three servers; they lie under {@code conf} of the cluster's directory. */
final class Configuration {

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
        yarn.put(prefix + "hostname", ports.host());
        yarn.put(prefix + "address", ports.address(Port.RESOURCE_MANAGER));
        yarn.put(prefix + "scheduler.address", ports.address(Port.RESOURCE_MANAGER_SCHEDULER));
        yarn.put(prefix + "resource-tracker.address", ports.address(Port.RESOURCE_MANAGER_TRACKER));
        yarn.put(prefix + "admin.address", ports.address(Port.RESOURCE_MANAGER_ADMIN));
        yarn.put(prefix + "webapp.address", ports.address(Port.RESOURCE_MANAGER_WEB));
        yarn.put(prefix + "recovery.enabled", true);
        yarn.put(
                prefix + "store.class",
                "org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore");
        yarn.put(prefix + "fs.state-store.uri", dir.resolve("resourcemanager").toUri());
        yarn.put(prefix + "work-preserving-recovery.scheduling-wait-ms", 0);
        yarn.put(prefix + "nodemanagers.heartbeat-interval-ms", 200);
        yarn.put("yarn.nm.liveness-monitor.expiry-interval-ms", 60_000);
        yarn.put("yarn.am.liveness-monitor.expiry-interval-ms", 60_000);
        yarn.put(
                prefix + "scheduler.class",
                "org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler");
        yarn.put("yarn.scheduler.minimum-allocation-mb", 128);
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
