package io.understudy.local.daemons;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code cluster.json}: where the servers and daemons of one directory are. Each daemon's launcher keeps its own entry
 * current; whoever writes takes the lock beside the file and replaces the file at once.
 */
public final class ClusterFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /** The file at this path, which need not exist yet. */
    public ClusterFile(Path file) {
        this.file = file;
    }

    /** Its path. */
    public Path path() {
        return file;
    }

    /** Whether it has been written. */
    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * Writes the file: the servers as given, and one entry a daemon. What launchers have said of a daemon stays.
     *
     * @param nodes in order
     */
    public void write(String zookeeper, Path yarnConfDir, URI resourceManager, List<Node> nodes) throws IOException {
        try (FileChannel lock = FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            lock.lock();
            List<Node> known = exists() ? nodes() : List.of();
            ObjectNode root = JSON.createObjectNode()
                    .put("zookeeper", zookeeper)
                    .put("yarnConfDir", yarnConfDir.toString())
                    .put("resourceManager", resourceManager.toString());
            ArrayNode array = root.putArray("nodes");
            for (Node node : nodes) {
                Node now = known.stream()
                        .filter(other -> other.id().equals(node.id()))
                        .findFirst()
                        .orElse(node);
                append(array, new Node(node.id(), node.http(), node.rpc(), now.pid(), now.launcherPid(), node.log()));
            }
            Path temporary = Files.createTempFile(file.getParent(), "cluster", ".tmp");
            Files.writeString(temporary, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void append(ArrayNode array, Node node) {
        ObjectNode entry = array.addObject()
                .put("id", node.id())
                .put("http", node.http().toString())
                .put("rpc", node.rpc().orElse(null));
        put(entry, "pid", node.pid());
        put(entry, "launcherPid", node.launcherPid());
        entry.put("log", node.log().toString());
    }

    private static void put(ObjectNode entry, String name, OptionalLong pid) {
        if (pid.isPresent()) {
            entry.put(name, pid.getAsLong());
        } else {
            entry.putNull(name);
        }
    }

    /** The daemons as the file tells now. */
    public List<Node> nodes() throws IOException {
        List<Node> nodes = new ArrayList<>();
        for (JsonNode entry : JSON.readTree(file.toFile()).path("nodes")) {
            nodes.add(new Node(
                    entry.path("id").asText(),
                    URI.create(entry.path("http").asText()),
                    Optional.of(entry.path("rpc")).filter(JsonNode::isTextual).map(JsonNode::asText),
                    pid(entry.path("pid")),
                    pid(entry.path("launcherPid")),
                    Path.of(entry.path("log").asText())));
        }
        return nodes;
    }

    /** One daemon as the file tells now. */
    public Node node(String id) throws IOException {
        return nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(id + " is not in " + file));
    }

    private static OptionalLong pid(JsonNode value) {
        return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }

    /**
     * A daemon.
     *
     * @param http its address
     * @param rpc host:port at which it speaks Hadoop's protocols, if it does
     * @param pid of the daemon; empty while it is down
     * @param launcherPid of its launcher; empty while there is none
     * @param log takes the output of both
     */
    public record Node(
            String id, URI http, Optional<String> rpc, OptionalLong pid, OptionalLong launcherPid, Path log) {}
}
