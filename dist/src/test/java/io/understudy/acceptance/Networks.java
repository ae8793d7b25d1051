package io.understudy.acceptance;

import static org.junit.jupiter.api.Assumptions.abort;

import io.understudy.local.daemons.Daemons;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A network for the nodes of one stage: each node in a network namespace of its own, all on one bridge, which also has an
 * address in the namespace of this test; ZooKeeper and YARN listen there. Packets are dropped inside the nodes' namespaces,
 * so that nobody else's are. Names and addresses are made up for each run; closing it takes everything away again.
 */
final class Networks implements AutoCloseable {

    private static final int TRIES = 100;
    private static final int FIRST_NODE = 11;

    private final String name;
    private final String subnet;
    private final List<String> nodes;
    private final Deque<String> undo = new ArrayDeque<>();

    /** What a rule may be about, as seen from a node. */
    enum Way {
        SENT("OUTPUT", "-d", "--dport"),
        RECEIVED("INPUT", "-s", "--sport");

        private final String chain;
        private final String address;
        private final String port;

        Way(String chain, String address, String port) {
            this.chain = chain;
            this.address = address;
            this.port = port;
        }
    }

    private Networks(String name, String subnet, List<String> nodes) {
        this.name = name;
        this.subnet = subnet;
        this.nodes = List.copyOf(nodes);
    }

    /** Makes the network. On a machine that does not allow it the test is skipped, with the reason. */
    static Networks open(List<String> nodes) {
        Random random = new Random();
        Networks networks = null;
        try {
            networks = new Networks(freeName(random), freeSubnet(random), nodes);
            networks.make();
            networks.tryOut();
            return networks;
        } catch (IOException obstacle) {
            if (networks != null) {
                networks.close();
            }
            return abort("no network namespaces with iptables here: " + obstacle.getMessage());
        }
    }

    private static String freeName(Random random) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            String name = "us%06x".formatted(random.nextInt(1 << 24));
            if (NetworkInterface.getByName(name) == null) {
                return name;
            }
        }
        throw new IOException("no free name for a bridge was found");
    }

    /** Three bytes of addresses that this machine has no route to but the default one. */
    private static String freeSubnet(Random random) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            String subnet = "10." + random.nextInt(256) + "." + random.nextInt(256) + ".";
            String within = run("ip -4 route show table all root " + subnet + "0/24");
            String around = run("ip -4 route show match " + subnet + "0/24");
            if (within.isBlank() && around.lines().allMatch(route -> route.startsWith("default"))) {
                return subnet;
            }
        }
        throw new IOException("no free subnet was found in 10.0.0.0/8");
    }

    private void make() throws IOException {
        run("ip link add " + name + " type bridge");
        undo.push("ip link del " + name);
        run("ip addr add " + hub() + "/24 dev " + name);
        run("ip link set " + name + " up");
        for (String node : nodes) {
            String namespace = namespace(node);
            run("ip netns add " + namespace);
            undo.push("ip netns del " + namespace);
            run("ip link add " + namespace + " type veth peer name eth0 netns " + namespace);
            undo.push("ip link del " + namespace);
            run("ip link set " + namespace + " master " + name + " up");
            run("ip -n " + namespace + " addr add " + address(node) + "/24 dev eth0");
            run("ip -n " + namespace + " link set eth0 up");
            run("ip -n " + namespace + " link set lo up");
        }
    }

    /** From every node a connection to the hub comes about, and every kind of rule is accepted. */
    private void tryOut() throws IOException {
        try (ServerSocket hub = new ServerSocket(0, nodes.size(), InetAddress.getByName(hub()))) {
            for (String node : nodes) {
                List<String> words = new ArrayList<>(inside(node));
                words.addAll(List.of("timeout", "5", "bash", "-c"));
                words.add("exec 3<>/dev/tcp/" + hub() + "/" + hub.getLocalPort());
                run(words);
                lose(node, 0);
            }
        }
        heal();
    }

    /** The address where the servers are, in the namespace of this test. */
    String hub() {
        return subnet + "1";
    }

    /** The address of a node. */
    String address(String node) {
        return subnet + (FIRST_NODE + nodes.indexOf(node));
    }

    /** Where a node runs. */
    Daemons.Place place(String node) {
        return new Daemons.Place(address(node), inside(node), Map.of());
    }

    /** Drops what passes between a node and another one, as seen from the first. */
    void cut(String node, Way way, String other) throws IOException {
        drop(node, way, way.address + " " + address(other));
    }

    /** Drops what passes between a node and one port of the hub. */
    void cutFromHub(String node, Way way, int port) throws IOException {
        drop(node, way, "-p tcp " + way.address + " " + hub() + " " + way.port + " " + port);
    }

    /** Drops packets of a node at random, of those that it sends and of those that it receives. */
    void lose(String node, double share) throws IOException {
        for (Way way : Way.values()) {
            drop(node, way, "-m statistic --mode random --probability " + share);
        }
    }

    private void drop(String node, Way way, String which) throws IOException {
        inside(node, "iptables -w -A " + way.chain + " " + which + " -j DROP");
    }

    /** Every packet passes again. */
    void heal() throws IOException {
        for (String node : nodes) {
            inside(node, "iptables -w -F");
        }
    }

    private String namespace(String node) {
        return name + "-" + node;
    }

    private List<String> inside(String node) {
        return List.of("ip", "netns", "exec", namespace(node));
    }

    private void inside(String node, String command) throws IOException {
        run(String.join(" ", inside(node)) + " " + command);
    }

    /** A command without quotes; what it printed. */
    private static String run(String command) throws IOException {
        return run(Arrays.asList(command.split(" ")));
    }

    private static String run(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", words) + ": " + printed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return printed;
    }

    /** Takes away what was made, last things first, whatever becomes of each. */
    @Override
    public void close() {
        while (!undo.isEmpty()) {
            try {
                run(undo.pop());
            } catch (IOException e) {
                System.err.println("Left over of a test's network: " + e.getMessage());
            }
        }
    }
}
