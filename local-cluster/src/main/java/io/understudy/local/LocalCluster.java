package io.understudy.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A real ZooKeeper, ResourceManager (or two) and NodeManager, each a JVM of its own, with everything that they write in one
 * directory. They listen on 127.0.0.1 unless told otherwise. The servers outlive this object and this program unless
 * {@link #close} ends them; another one opened on the same directory takes them over. Uses the JDK only, so that a test of any module can have it on its class path.
 *
 * <p>One thread at a time. Every method that waits does so for the event itself and throws {@link IOException}, with a
 * sentence for people, if it does not come in time.
 */
public final class LocalCluster implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final long PROBE_EVERY_MS = 100;

    private final Path dir;
    private final Path lib;
    private final Path javaHome;
    private final Ports ports;
    private final Map<Server, ServerProcess> processes;
    private final Map<Server, List<String>> javaOptions = new EnumMap<>(Server.class);

    private LocalCluster(Path dir, Path lib, Path javaHome, Ports ports, Map<Server, ServerProcess> processes) {
        this.dir = dir;
        this.lib = lib;
        this.javaHome = javaHome;
        this.ports = ports;
        this.processes = processes;
    }

    /** Opens the cluster of a directory on any free ports; see {@link #open(Path, Path, Path, Map)}. */
    public static LocalCluster open(Path dir, Path lib) throws IOException {
        return open(dir, lib, Ports.LOOPBACK);
    }

    /** The same with servers that listen at {@code host}, an address of this machine, and nowhere else. */
    public static LocalCluster open(Path dir, Path lib, String host) throws IOException {
        return open(dir, lib, Path.of(System.getProperty("java.home")), host, Server.USUAL, Map.of());
    }

    /** The same with two ResourceManagers, of which either stands by for the other. */
    public static LocalCluster openWithTwoResourceManagers(Path dir, Path lib) throws IOException {
        return open(
                dir,
                lib,
                Path.of(System.getProperty("java.home")),
                Ports.LOOPBACK,
                EnumSet.allOf(Server.class),
                Map.of());
    }

    /**
     * Opens the cluster of a directory and starts nothing. What already runs there is found again; while something runs
     * the ports stay as they are.
     *
     * @param dir made if it is missing
     * @param lib the folder with the jars of the servers ({@code local-cluster/target/lib})
     * @param javaHome the JDK or JRE 17 that runs them
     * @param wanted ports to take if they are free; all others are chosen
     */
    public static LocalCluster open(Path dir, Path lib, Path javaHome, Map<Port, Integer> wanted) throws IOException {
        return open(dir, lib, javaHome, Ports.LOOPBACK, Server.USUAL, wanted);
    }

    private static LocalCluster open(
            Path dir, Path lib, Path javaHome, String host, Set<Server> servers, Map<Port, Integer> wanted)
            throws IOException {
        Files.createDirectories(dir);
        Path real = dir.toRealPath();
        Path jars = lib.toRealPath();
        Optional<ClusterRecord> record = ClusterRecord.load(real);
        Map<Server, ServerProcess> running = new EnumMap<>(Server.class);
        record.ifPresent(known -> known.pids()
                .forEach((server, pid) -> ServerProcess.find(pid, mark(real, server))
                        .ifPresent(process -> running.put(server, process))));
        Ports ports;
        if (record.isPresent() && !running.isEmpty()) {
            ports = record.get().ports();
        } else {
            Map<Port, Integer> preferred = new EnumMap<>(Port.class);
            preferred.putAll(wanted);
            record.ifPresent(known -> preferred.putAll(known.ports().numbers()));
            ports = Ports.choose(host, servers, preferred, new Random());
            new Configuration(real, jars, javaHome, ports).write();
        }
        LocalCluster cluster = new LocalCluster(real, jars, javaHome, ports, running);
        cluster.save();
        return cluster;
    }

    /** ZooKeeper's address, {@code host:port}. */
    public String zookeeper() {
        return ports.address(Port.ZOOKEEPER);
    }

    /** Where the ResourceManager's pages and its REST interface are; of two the first one's. */
    public URI resourceManager() {
        return web(Port.RESOURCE_MANAGER_WEB);
    }

    /** The same of a ResourceManager that is ready; of two the active one's, empty while there is none. */
    public Optional<URI> activeResourceManager() {
        return new Probe(ports).activeResourceManager().map(port -> web(port));
    }

    private URI web(Port port) {
        return URI.create("http://" + ports.address(port));
    }

    /** The servers that it has. */
    public List<Server> servers() {
        return ports.servers();
    }

    /** The folder with core-site.xml and yarn-site.xml, for clients too. */
    public Path yarnConfDir() {
        return Configuration.confDir(dir);
    }

    /** The port numbers. */
    public Ports ports() {
        return ports;
    }

    /** The file that takes both streams of a server. */
    public Path log(Server server) {
        return dir.resolve(server.key() + ".log");
    }

    /** The process id of a server; empty if it does not run. */
    public Optional<Long> pid(Server server) {
        return process(server).map(ServerProcess::pid);
    }

    /** True if its process lives, ready or not, paused or not. */
    public boolean isRunning(Server server) {
        return process(server).isPresent();
    }

    /** True if it does its work at this moment. */
    public boolean isReady(Server server) {
        return isRunning(server) && new Probe(ports).isReady(server);
    }

    /** Gives the JVM of a server options beside the usual ones, and before them in rank, from its next start on. */
    public void setJavaOptions(Server server, String... options) {
        javaOptions.put(server, List.of(options));
    }

    /** Starts what does not run, all at once, and returns when all are ready. */
    public void start() throws IOException {
        if (servers().contains(Server.RESOURCE_MANAGER_2)) {
            // Whoever stands for election without it tries again seconds later.
            start(Server.ZOOKEEPER);
        }
        for (Server server : servers()) {
            launch(server);
        }
        for (Server server : servers()) {
            await(server);
        }
    }

    /** Starts a server unless it runs, and returns when it is ready. */
    public void start(Server server) throws IOException {
        launch(server);
        await(server);
    }

    /** Starts a server unless it runs, and does not wait. */
    public void launch(Server server) throws IOException {
        if (isRunning(server)) {
            return;
        }
        for (Port port : server.ports()) {
            if (!Ports.isFree(ports.get(port))) {
                throw new IOException("Port " + ports.get(port) + " of the " + server.title()
                        + " is taken by another program. End that program, or take the local cluster down and up"
                        + " again: it then chooses other ports.");
            }
        }
        Map<String, String> environment = Map.of(
                "HADOOP_CONF_DIR", yarnConfDir().toString(),
                "JAVA_HOME", javaHome.toString());
        processes.put(server, ServerProcess.start(command(server), environment, log(server)));
        save();
    }

    /** Waits until a running server is ready. */
    public void await(Server server) throws IOException {
        Probe probe = new Probe(ports);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!probe.isReady(server)) {
            ServerProcess process = process(server).orElseThrow(() -> failed(server, "ended"));
            if (process.awaitEnd(PROBE_EVERY_MS)) {
                throw failed(server, "ended");
            }
            if (System.nanoTime() > deadline) {
                throw failed(server, "was not ready after " + START_LIMIT.toSeconds() + " s");
            }
        }
    }

    /** Ends a server with SIGKILL and returns when it is gone. Containers of a NodeManager live on. */
    public void kill(Server server) throws IOException {
        process(server).ifPresent(ServerProcess::kill);
        awaitEnd(server);
    }

    /** Ends a server with SIGTERM, with SIGKILL if that takes longer than 5 s, and returns when it is gone. */
    public void stop(Server server) throws IOException {
        Optional<ServerProcess> process = process(server);
        if (process.isPresent()) {
            process.get().terminate();
            if (!process.get().awaitEnd(END_LIMIT.toMillis())) {
                process.get().kill();
            }
        }
        awaitEnd(server);
    }

    /** Halts a server where it is (SIGSTOP) and returns when no thread of it runs. */
    public void pause(Server server) throws IOException {
        signal(server, "STOP");
        while (process(server).filter(process -> !process.isHalted()).isPresent()) {
            Thread.onSpinWait();
        }
    }

    /** Lets a paused server go on (SIGCONT). */
    public void resume(Server server) throws IOException {
        signal(server, "CONT");
    }

    /** Ends all servers and every process of YARN's containers. */
    @Override
    public void close() throws IOException {
        List<Server> running = new ArrayList<>(processes.keySet());
        for (Server server : running) {
            process(server).ifPresent(ServerProcess::terminate);
        }
        for (Server server : running) {
            stop(server);
        }
        new Containers(Configuration.containersDir(dir)).killAll();
    }

    /** The ids of all processes that belong to this cluster and live: the servers and YARN's containers. */
    public List<Long> pids() {
        List<Long> pids = new ArrayList<>();
        for (Server server : servers()) {
            pid(server).ifPresent(pids::add);
        }
        new Containers(Configuration.containersDir(dir)).alive().forEach(process -> pids.add(process.pid()));
        return pids;
    }

    private void signal(Server server, String name) throws IOException {
        Optional<ServerProcess> process = process(server);
        if (process.isEmpty()) {
            throw new IOException("The " + server.title() + " does not run.");
        }
        process.get().signal(name);
    }

    private Optional<ServerProcess> process(Server server) {
        return Optional.ofNullable(processes.get(server)).filter(ServerProcess::isAlive);
    }

    private void awaitEnd(Server server) throws IOException {
        ServerProcess process = processes.get(server);
        if (process != null && !process.awaitEnd(START_LIMIT.toMillis())) {
            throw failed(server, "could not be ended");
        }
        processes.remove(server);
        save();
    }

    private IOException failed(Server server, String what) {
        return new IOException("The " + server.title() + " " + what + ". Its log " + log(server) + " says why.");
    }

    private List<String> command(Server server) {
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin/java").toString(),
                mark(dir, server),
                server.heap(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto"));
        command.addAll(javaOptions.getOrDefault(server, List.of()));
        command.addAll(
                List.of("-cp", Configuration.classPath(dir, ports, server) + ":" + lib + "/*", server.mainClass()));
        if (server == Server.ZOOKEEPER) {
            command.add(Configuration.zookeeperConf(dir).toString());
        }
        return command;
    }

    private static String mark(Path dir, Server server) {
        return "-Dunderstudy.local=" + dir + "#" + server.key();
    }

    private void save() throws IOException {
        Map<Server, Long> pids = new EnumMap<>(Server.class);
        processes.forEach((server, process) -> pids.put(server, process.pid()));
        new ClusterRecord(ports, pids).save(dir);
    }
}
