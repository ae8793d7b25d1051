package io.understudy.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What is known of a local cluster from one command to the next; the file {@code local-cluster.properties}.
 *
 * @param ports the ports it was given
 * @param pids the processes that were started and not ended by us; they may have died since
 */
record ClusterRecord(Ports ports, Map<Server, Long> pids) {

    private static final String FILE = "local-cluster.properties";
    private static final String HOST = "host";
    private static final String PORT = "port.";
    private static final String PID = ".pid";

    ClusterRecord {
        pids = Map.copyOf(pids);
    }

    /** Reads the record of this directory; empty if there is none or it lacks a port. */
    static Optional<ClusterRecord> load(Path dir) throws IOException {
        Path file = dir.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<Port, Integer> ports = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            String number = properties.getProperty(PORT + port.key());
            if (number != null) {
                ports.put(port, Integer.valueOf(number));
            } else if (Server.USUAL.contains(port.server())) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new ClusterRecord(new Ports(properties.getProperty(HOST, Ports.LOOPBACK), ports), pids(properties)));
    }

    private static Map<Server, Long> pids(Properties properties) {
        Map<Server, Long> pids = new EnumMap<>(Server.class);
        for (Server server : Server.values()) {
            String pid = properties.getProperty(server.key() + PID, "");
            if (!pid.isEmpty()) {
                pids.put(server, Long.valueOf(pid));
            }
        }
        return pids;
    }

    /** Replaces the record of this directory at once: a reader sees the old or the new one, whole. */
    void save(Path dir) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        entries.put("zookeeper", ports.address(Port.ZOOKEEPER));
        entries.put("resourceManager", "http://" + ports.address(Port.RESOURCE_MANAGER_WEB));
        entries.put("yarnConfDir", Configuration.confDir(dir).toString());
        entries.put(HOST, ports.host());
        ports.numbers().forEach((port, number) -> entries.put(PORT + port.key(), Integer.toString(number)));
        for (Server server : ports.servers()) {
            Long pid = pids.get(server);
            entries.put(server.key() + PID, pid == null ? "" : pid.toString());
        }
        StringBuilder text = new StringBuilder();
        entries.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Path temporary = Files.createTempFile(dir, FILE, ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, dir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
