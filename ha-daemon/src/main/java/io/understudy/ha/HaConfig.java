package io.understudy.ha;

import io.understudy.ha.fencing.FencingSettings;
import io.understudy.ha.gateway.GatewaySettings;
import io.understudy.session.MemorySize;
import io.understudy.session.config.AccessSettings;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.config.Format;
import io.understudy.session.config.HostPort;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Key;
import io.understudy.session.config.Keys;
import io.understudy.session.config.SessionSettings;
import io.understudy.session.config.Settings;
import io.understudy.session.config.zookeeper.ZooKeeperKeys;
import io.understudy.session.config.zookeeper.ZooKeeperSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The configuration of a daemon.
 *
 * @param cluster where the cluster's data lie
 * @param zookeeper how to reach it, as whom, and who else may touch the data
 * @param node this node's id
 * @param nodes all nodes and their advertised addresses, in order
 * @param bind address that this node's port is bound to
 * @param rpc where the nodes speak Hadoop's own protocols
 * @param hold bounds of the gateway's waiting room
 * @param stopGrace how long a node that stops goes on after it has said so
 * @param rehearsed whether it plays a takeover to itself at its start
 * @param sessions how batches are run
 * @param fencing how to make sure that an active which was lost is dead
 * @param access who may use the service, and for what
 * @param tags shown beside this node
 * @param settings all of it, as it was written
 * @param hash of everything that must be the same on all nodes, but for secrets
 */
public record HaConfig(
        ClusterSettings cluster,
        ZooKeeperSettings zookeeper,
        String node,
        Map<String, HostPort> nodes,
        HostPort bind,
        RpcConfig rpc,
        GatewaySettings.Hold hold,
        Duration stopGrace,
        boolean rehearsed,
        SessionSettings sessions,
        FencingSettings fencing,
        AccessSettings access,
        List<String> tags,
        Settings settings,
        String hash) {

    public static final Key<String> NODE_ID = Key.required(
            "ha.node.id",
            Format.text("letters, digits, dots, dashes and underscores", "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
            "one of the names in ha.nodes, another one on each host,",
            "Which of `ha.nodes` this one is.");
    public static final Key<List<String>> NODES = Key.required(
            "ha.nodes",
            Format.texts("names, separated by commas"),
            "the names of all nodes, such as n1,n2,n3,",
            "The names of all nodes.");
    public static final Key<HostPort> HTTP_ADDRESS = Key.required(
            "ha.http.address.<node>",
            Format.hostPort(),
            "the host:port under which the others and clients reach that node",
            "Under which host:port the others and clients reach a node. A node binds its own.");
    public static final Key<String> HTTP_BIND = Key.optional(
            "ha.http.bind",
            Format.text("an address or host name", "[^\\s:/]+|[0-9A-Fa-f:.%]+"),
            "What to bind instead of the host of `ha.http.address.<node>`, such as `0.0.0.0`. Without"
                    + " `session.auth.type`, keep to loopback or to a network that you trust.");
    public static final Key<Integer> HOLD_REQUESTS = Key.of(
            "ha.hold.requests",
            Format.integer(0, 100_000),
            "512",
            "How many requests may wait in a node while nobody serves. Beyond: 503 with `Retry-After`.");
    public static final Key<MemorySize> HOLD_BYTES =
            Key.of("ha.hold.bytes", Format.memory(), "64m", "How many bytes of bodies may wait in a node.");
    public static final Key<Duration> HOLD_TIME = Key.of(
            "ha.hold.time",
            Format.duration(),
            "20s",
            "How long a request may wait, from its arrival on. An attempt that was begun by then has 5 s more. Keep the"
                    + " sum below the timeout of your clients.");

    public static final Key<Duration> STOP_GRACE = Key.of(
            "ha.stop.grace.ms",
            Format.milliseconds(0, 60_000),
            "5000",
            "How long a node that was asked to stop answers on while `/ha/readyz` says 503. Long enough for your load"
                    + " balancers to see it.");

    public static final Key<Boolean> REHEARSAL = Key.of(
            "ha.rehearsal",
            Format.bool(),
            "true",
            "Whether a daemon plays a takeover to itself once its port is open: some seconds of one core, for a first"
                    + " takeover that is quicker by about a second.");

    public static final Key<List<String>> TAGS = Key.optional(
            "ha.tags",
            Format.texts("words, separated by commas"),
            "What operators want to see beside this node, such as its rack. Nothing follows from it.");

    /** The keys of the daemon alone. */
    public static final Keys OWN_KEYS = Keys.of(
                    NODE_ID,
                    NODES,
                    HTTP_ADDRESS,
                    HTTP_BIND,
                    HOLD_REQUESTS,
                    HOLD_BYTES,
                    HOLD_TIME,
                    STOP_GRACE,
                    REHEARSAL,
                    TAGS)
            .and(RpcConfig.KEYS);

    /** All keys that a daemon knows. */
    public static final Keys KEYS = OWN_KEYS.and(ClusterSettings.KEYS)
            .and(FencingSettings.KEYS)
            .and(ZooKeeperKeys.KEYS)
            .and(SessionSettings.KEYS)
            .and(AccessSettings.KEYS);

    /** May differ between nodes. */
    private static final Set<String> OF_ONE_NODE = Set.of(
            NODE_ID.name(),
            HTTP_BIND.name(),
            RpcConfig.BIND.name(),
            RpcConfig.FENCING.name(),
            REHEARSAL.name(),
            TAGS.name(),
            ClusterSettings.STATE_DIR.name(),
            FencingSettings.SSH_KEYS.name(),
            SessionSettings.HADOOP_CONF_DIR.name());

    /** Whether a key must have the same value on all nodes. */
    public static boolean isOfTheCluster(String key) {
        return !OF_ONE_NODE.contains(key) && !ZooKeeperKeys.OF_ONE_HOST.contains(key);
    }

    /**
     * Picks it from all settings.
     *
     * @param folder that they were read from
     * @param environment of the process
     * @throws InvalidConfiguration if the keys do not fit together
     */
    public static HaConfig of(Settings settings, Path folder, Map<String, String> environment)
            throws InvalidConfiguration {
        String node = settings.get(NODE_ID);
        Map<String, HostPort> nodes = nodes(settings);
        HostPort own = nodes.get(node);
        if (own == null) {
            throw new InvalidConfiguration("ha.node.id is \"" + node + "\", but ha.nodes names "
                    + String.join(", ", nodes.keySet()) + ": correct the one or the other in conf/ha-site.xml");
        }
        ClusterSettings cluster = ClusterSettings.of(settings, folder);
        SessionSettings sessions = SessionSettings.of(settings, environment);
        return new HaConfig(
                cluster,
                ZooKeeperSettings.of(settings, cluster, sessions.hadoopFolder()),
                node,
                nodes,
                new HostPort(settings.find(HTTP_BIND).orElse(own.host()), own.port()),
                RpcConfig.of(settings, List.copyOf(nodes.keySet())),
                new GatewaySettings.Hold(
                        settings.get(HOLD_REQUESTS),
                        settings.get(HOLD_BYTES).mebibytes() * 1024L * 1024L,
                        settings.get(HOLD_TIME)),
                settings.get(STOP_GRACE),
                settings.get(REHEARSAL),
                sessions,
                FencingSettings.of(settings),
                AccessSettings.of(settings),
                settings.find(TAGS).orElse(List.of()),
                settings,
                hash(settings));
    }

    /** The nodes and their addresses; also for a client, which is none of them. */
    public static Map<String, HostPort> nodes(Settings settings) throws InvalidConfiguration {
        Map<String, HostPort> nodes = new LinkedHashMap<>();
        for (String name : settings.require(NODES)) {
            HostPort address = settings.require(HTTP_ADDRESS.at(name));
            if (URI.create("http://" + address).getHost() == null) {
                throw new InvalidConfiguration(HTTP_ADDRESS.at(name).name() + " is \"" + address
                        + "\": the host must be an address or a name of letters, digits, dots and dashes");
            }
            nodes.put(name, address);
        }
        return nodes;
    }

    /** The keys for a client, which needs not all that a daemon needs. */
    public static Keys clientKeys() {
        return keysDemanding(List.of());
    }

    /** The keys for a tool that works on the store itself. */
    public static Keys storeKeys() {
        return keysDemanding(ClusterSettings.KEYS.declared());
    }

    private static Keys keysDemanding(List<Key<?>> needed) {
        return new Keys(
                KEYS.declared().stream()
                        .<Key<?>>map(key -> needed.contains(key) ? key : key.withoutDemand())
                        .toList(),
                KEYS.retired());
    }

    /** The address of a node as others use it. */
    public URI http(String id) {
        return URI.create("http://" + nodes.get(id));
    }

    /** The addresses of all nodes, in order. */
    public Map<String, URI> addresses() {
        Map<String, URI> addresses = new LinkedHashMap<>();
        nodes.keySet().forEach(id -> addresses.put(id, http(id)));
        return addresses;
    }

    /** What an operator should know of this configuration, a sentence each; empty if all is well. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(zookeeper.warnings());
        if (!bind.isLoopback() && !access.authenticator().isRequired()) {
            warnings.add("This node listens on " + bind + " and lets everybody in: session.auth.type is none. Keep the"
                    + " port within a network that you trust.");
        }
        return List.copyOf(warnings);
    }

    private static String hash(Settings settings) {
        StringBuilder text = new StringBuilder();
        settings.values().forEach((name, value) -> {
            if (isOfTheCluster(name)) {
                text.append(name).append('=').append(value.strip()).append('\n');
            }
        });
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
