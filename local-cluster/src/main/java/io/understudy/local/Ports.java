package io.understudy.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The number of every port of one local cluster, all at one address. Tells which servers it has.
 *
 * @param host the address that the servers listen at, 127.0.0.1 usually
 * @param numbers the number of each port of its servers; they differ
 */
public record Ports(String host, Map<Port, Integer> numbers) {

    /** Where servers listen unless told otherwise. */
    static final String LOOPBACK = "127.0.0.1";

    /* Below the range from which Linux takes the local port of outgoing connections (32768 and up): a client that
    tries to reach a server while that is being restarted could otherwise be given the server's own port. */
    private static final int LOWEST_FREE = 15_000;
    private static final int HIGHEST_FREE = 32_000;
    private static final int TRIES = 1_000;

    public Ports {
        numbers = Map.copyOf(numbers);
    }

    /**
     * Takes each wanted port if it is free, else (and for those that nobody asked for) some free one.
     *
     * @param host the address that the servers will listen at
     * @param servers whose ports they are
     * @param wanted the preferred numbers; may lack ports
     * @throws IOException if no free port is found
     */
    static Ports choose(String host, Set<Server> servers, Map<Port, Integer> wanted, Random random) throws IOException {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        Set<Integer> taken = new HashSet<>(wanted.values());
        for (Port port : Port.values()) {
            if (!servers.contains(port.server())) {
                continue;
            }
            Integer preferred = wanted.get(port);
            int number = preferred != null && isFree(preferred) ? preferred : anyFree(taken, random);
            taken.add(number);
            numbers.put(port, number);
        }
        return new Ports(host, numbers);
    }

    /** The number of a port. */
    public int get(Port port) {
        Integer number = numbers.get(port);
        if (number == null) {
            throw new IllegalArgumentException("no number for port " + port.key());
        }
        return number;
    }

    /** The servers that have ports here. */
    List<Server> servers() {
        return numbers.keySet().stream().map(Port::server).distinct().sorted().toList();
    }

    /** The address {@code host:number}. */
    public String address(Port port) {
        return host + ":" + get(port);
    }

    /**
     * One port: the preferred one if it is free and not taken, else some free one.
     *
     * @param taken ports that are promised to others and not bound yet
     * @throws IOException if no free port is found
     */
    public static int choose(int preferred, Set<Integer> taken, Random random) throws IOException {
        return !taken.contains(preferred) && isFree(preferred) ? preferred : anyFree(taken, random);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Some free port, which no other program of this user is given as long as this one goes on.
     *
     * @param taken ports that are promised to others and not bound yet
     * @throws IOException if no free port is found
     */
    public static int anyFree(Set<Integer> taken, Random random) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = LOWEST_FREE + random.nextInt(HIGHEST_FREE - LOWEST_FREE);
            if (!taken.contains(port) && PortClaims.ours().claim(port) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("No free port between " + LOWEST_FREE + " and " + HIGHEST_FREE
                + " was found on 127.0.0.1. End programs that listen there and try again.");
    }
}
