package io.understudy.local.daemons;

import io.understudy.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * The daemons of one directory: their configuration, their processes and {@code cluster.json}. They outlive this object
 * and this program. One thread at a time.
 */
public final class Daemons {

    private static final String AUTH = "ha.zookeeper.auth";
    private static final String RPC = "ha.rpc.address.";
    private static final String ACL = "ha.zookeeper.acl";

    private final Path dir;
    private final Path home;
    private final Backend backend;
    private final Map<String, String> settings;
    private final Map<String, Place> places;
    private final ClusterFile file;
    private final CredentialFile credentials;

    /**
     * The daemons of a directory; starts nothing.
     *
     * @param dir where they keep configuration, state and logs; made if it is missing
     * @param home the distribution, with {@code bin/ha-daemon}
     * @param settings further keys for every node's {@code ha-site.xml} or {@code session-site.xml}; unless they say who
     *     may touch the store, it is closed with a password made up once
     */
    public Daemons(Path dir, Path home, Backend backend, Map<String, String> settings) throws IOException {
        this(dir, home, backend, settings, Map.of());
    }

    /**
     * The same with nodes that are not like the others.
     *
     * @param places of these nodes; all others are at {@link Place#LOOPBACK}
     */
    public Daemons(Path dir, Path home, Backend backend, Map<String, String> settings, Map<String, Place> places)
            throws IOException {
        this.dir = Files.createDirectories(dir).toRealPath();
        this.home = home.toRealPath();
        this.backend = backend;
        this.settings = Map.copyOf(settings);
        this.places = Map.copyOf(places);
        this.file = new ClusterFile(this.dir.resolve("cluster.json"));
        this.credentials = new CredentialFile(this.dir.resolve("conf").resolve("zookeeper-auth"));
    }

    /** What the daemons show ZooKeeper of themselves, as {@code scheme:auth}. */
    public String zooKeeperAuth() throws IOException {
        return credentials.read();
    }

    /** {@code cluster.json}. */
    public ClusterFile file() {
        return file;
    }

    /** The same without ports for Hadoop's protocols, but for nodes whose settings name one. */
    public void configure(int count, OptionalInt usualPort) throws IOException {
        configure(count, usualPort, OptionalInt.empty());
    }

    /**
     * Writes {@code cluster.json} and every node's configuration, and a client's into {@code conf}. Nodes keep the ports
     * that they have; a new one takes the next usual port or, where that is taken, a free one.
     *
     * @param count how many nodes: n1, n2, ...
     * @param usualPort of the first node, the next node's is one above; any free ones if empty
     * @param usualRpcPort the same for Hadoop's protocols; where it is empty, only nodes whose settings name such a port
     *     have one
     */
    public void configure(int count, OptionalInt usualPort, OptionalInt usualRpcPort) throws IOException {
        List<ClusterFile.Node> known = file.exists() ? file.nodes() : List.of();
        List<ClusterFile.Node> nodes = new ArrayList<>(known);
        Set<Integer> taken = new HashSet<>();
        known.forEach(node -> {
            taken.add(node.http().getPort());
            node.rpc().ifPresent(rpc -> taken.add(portOf(rpc)));
        });
        Random random = new Random();
        for (int i = nodes.size(); i < count; i++) {
            int port = usualPort.isPresent()
                    ? Ports.choose(usualPort.getAsInt() + i, taken, random)
                    : Ports.anyFree(taken, random);
            taken.add(port);
            String id = "n" + (i + 1);
            nodes.add(new ClusterFile.Node(
                    id,
                    URI.create("http://" + place(id).host() + ":" + port),
                    rpc(id, i, usualRpcPort, taken, random),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    logDir(id).resolve("ha-daemon.log")));
        }
        credentials.ensure();
        file.write(backend.zookeeper(), backend.yarnConfDir(), backend.resourceManager(), nodes);
        for (ClusterFile.Node node : nodes) {
            Map<String, String> own = new LinkedHashMap<>(place(node.id()).settings());
            own.put("ha.node.id", node.id());
            own.put("ha.state.dir", stateDir(node.id()));
            writeConf(confDir(node.id()), nodes, own);
        }
        writeConf(dir.resolve("conf"), nodes, Map.of());
    }

    private Optional<String> rpc(String id, int index, OptionalInt usualPort, Set<Integer> taken, Random random)
            throws IOException {
        if (usualPort.isEmpty()) {
            return Optional.ofNullable(settings.get(RPC + id));
        }
        int port = Ports.choose(usualPort.getAsInt() + index, taken, random);
        taken.add(port);
        return Optional.of(place(id).host() + ":" + port);
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private Place place(String id) {
        return places.getOrDefault(id, Place.LOOPBACK);
    }

    private void writeConf(Path conf, List<ClusterFile.Node> nodes, Map<String, String> own) throws IOException {
        Map<String, String> ha = new LinkedHashMap<>();
        ha.put("ha.cluster.id", backend.cluster());
        ha.put(
                "ha.nodes",
                String.join(",", nodes.stream().map(ClusterFile.Node::id).toList()));
        nodes.forEach(node -> {
            ha.put("ha.http.address." + node.id(), node.http().getAuthority());
            node.rpc().ifPresent(rpc -> ha.put(RPC + node.id(), rpc));
        });
        ha.put("ha.zookeeper.quorum", backend.zookeeper());
        ha.put("ha.stop.grace.ms", "0");
        if (!settings.containsKey(ACL)) {
            ha.put(AUTH, credentials.reference());
        }
        Map<String, String> session = new LinkedHashMap<>();
        session.put("session.staging.dir", folder(backend.stagingDir()));
        settings.forEach((key, value) -> (key.startsWith("session.") ? session : ha).put(key, value));
        ha.putAll(own);
        Files.createDirectories(conf);
        Files.writeString(conf.resolve("ha-site.xml"), xml(ha));
        Files.writeString(conf.resolve("session-site.xml"), xml(session));
    }

    private static String xml(Map<String, String> properties) {
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?>\n<configuration>\n");
        properties.forEach((key, value) -> text.append("  <property><name>")
                .append(key)
                .append("</name><value>")
                .append(value.replace("&", "&amp;").replace("<", "&lt;"))
                .append("</value></property>\n"));
        return text.append("</configuration>\n").toString();
    }

    /** The configuration folder of a node. */
    public Path confDir(String id) {
        return dir.resolve("nodes").resolve(id).resolve("conf");
    }

    private Path logDir(String id) {
        return dir.resolve("nodes").resolve(id).resolve("logs");
    }

    /** The same whether the folder is there yet or not: {@link Path#toUri()} puts a slash behind one that is. */
    private static String folder(Path path) {
        String uri = path.toUri().toString();
        return uri.endsWith("/") ? uri : uri + "/";
    }

    private String stateDir(String id) {
        return dir.resolve("nodes").resolve(id).resolve("state").toString();
    }

    /**
     * Runs {@code bin/ha-daemon start} for each node, all at once; a node that runs stays as it is.
     *
     * @return what the commands printed
     * @throws IOException with the command's own words, if one failed
     */
    public String start(List<String> ids) throws IOException {
        return each("start", ids);
    }

    /** Runs {@code bin/ha-daemon stop} for each node, all at once. */
    public String stop(List<String> ids) throws IOException {
        return each("stop", ids);
    }

    private String each(String verb, List<String> ids) throws IOException {
        List<Process> commands = new ArrayList<>();
        for (String id : ids) {
            commands.add(command(verb, id).start());
        }
        StringBuilder output = new StringBuilder();
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            String printed = new String(commands.get(i).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            output.append(printed);
            if (exitCode(commands.get(i)) != 0) {
                failed.add(ids.get(i) + ": " + printed.strip());
            }
        }
        if (!failed.isEmpty()) {
            throw new IOException("bin/ha-daemon " + verb + " failed for " + String.join("; ", failed));
        }
        return output.toString();
    }

    private ProcessBuilder command(String verb, String id) {
        List<String> words = new ArrayList<>(place(id).prefix());
        words.addAll(List.of(
                home.resolve("bin/ha-daemon").toString(),
                verb,
                "--conf",
                confDir(id).toString()));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("HADOOP_CONF_DIR", backend.yarnConfDir().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("UNDERSTUDY_LOG_DIR", logDir(id).toString());
        builder.environment().put("UNDERSTUDY_CLUSTER_JSON", file.path().toString());
        return builder;
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A client of a node. */
    public NodeClient client(String id) throws IOException {
        return new NodeClient(file.node(id).http());
    }

    /**
     * Where a node runs.
     *
     * @param host name or address at which its port is reached, by clients and by other nodes
     * @param prefix the command that runs {@code bin/ha-daemon} there, its arguments follow
     * @param settings keys of {@code ha-site.xml} that this node alone has, or has otherwise than the others
     */
    public record Place(String host, List<String> prefix, Map<String, String> settings) {

        /** On this machine, as anybody would start it. */
        public static final Place LOOPBACK = new Place("127.0.0.1", List.of(), Map.of());

        public Place {
            prefix = List.copyOf(prefix);
            settings = Map.copyOf(settings);
        }
    }

    /**
     * What the daemons work with.
     *
     * @param cluster {@code ha.cluster.id}
     * @param stagingDir {@code session.staging.dir}
     */
    public record Backend(String cluster, String zookeeper, Path yarnConfDir, URI resourceManager, Path stagingDir) {}
}
