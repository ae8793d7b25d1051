package io.understudy.ha.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to launch and where.
 *
 * @param verb {@code run}, {@code start}, {@code stop} or {@code status}
 * @param conf the configuration folder
 * @param state the node's state folder, where the pid file of a daemon in the background lies
 * @param logs folder for its log
 * @param clusterJson kept current, if given
 * @param pidFile given to the launcher that {@code start} starts
 * @param node this node's id, as far as the configuration tells
 * @param http this node's address, as far as the configuration tells
 * @param environment of this process
 */
record Plan(
        String verb,
        Path conf,
        Path state,
        Path logs,
        Optional<Path> clusterJson,
        Optional<Path> pidFile,
        Optional<String> node,
        Optional<String> http,
        Map<String, String> environment) {

    /** ZooKeeper's client takes single values apart up to a size of its whole JVM: what an answer may be, 4 MiB. */
    private static final String LARGE_ANSWERS = "-Djute.maxbuffer=4194304";

    static final String USAGE = """
            usage: ha-daemon run|start|stop|status [--conf DIR] [--cluster-json FILE]
                   ha-daemon zkfc [--conf DIR] [-formatZK [-force] [-nonInteractive]]

              run       runs the daemon in the foreground; restarts it when it dies
              start     the same in the background; waits until it is up
              stop      stops what was started; waits until it is gone
              status    says whether it runs: exit code 0 yes, 3 no
              zkfc      runs Hadoop's failover controller beside it, in the foreground (with ha.failover=zkfc)

              --conf DIR           folder with ha-site.xml and session-site.xml (default: conf beside bin)
              --cluster-json FILE  file whose entry of this node is kept current (default: $UNDERSTUDY_CLUSTER_JSON)

            Environment: JAVA_HOME, HADOOP_CONF_DIR, UNDERSTUDY_LOG_DIR (default: logs beside bin),
            UNDERSTUDY_JAVA_OPTS (default: -Xms512m -Xmx512m), UNDERSTUDY_LOG_FORMAT=text|json (default: text)
            """;

    /** Properties of a launcher that the one in the background has as well. */
    private static final List<String> PASSED_ON = List.of(
            "understudy.class.path",
            "understudy.main",
            "understudy.root",
            "slf4j.provider",
            "slf4j.internal.verbosity");

    private static final List<String> VERBS = List.of("run", "start", "stop", "status");

    /** A command line that is not understood. */
    static final class Misuse extends Exception {
        private static final long serialVersionUID = 1;

        Misuse(String message) {
            super(message);
        }
    }

    /**
     * Reads a command line.
     *
     * @param root the installation's folder
     */
    static Plan parse(List<String> args, Path root, Map<String, String> environment) throws Misuse {
        String verb = args.isEmpty() ? "" : args.get(0);
        if (!VERBS.contains(verb)) {
            throw new Misuse(verb.isEmpty() ? "say what to do" : "there is no verb " + verb);
        }
        Path conf = root.resolve("conf");
        Optional<Path> clusterJson =
                Optional.ofNullable(environment.get("UNDERSTUDY_CLUSTER_JSON")).map(Path::of);
        Optional<Path> pidFile = Optional.empty();
        for (int i = 1; i < args.size(); i += 2) {
            String value = i + 1 < args.size() ? args.get(i + 1) : "";
            if (value.isEmpty()) {
                throw new Misuse(args.get(i) + " needs a value, if it is an option at all");
            }
            switch (args.get(i)) {
                case "--conf" -> conf = Path.of(value);
                case "--cluster-json" -> clusterJson = Optional.of(Path.of(value));
                case "--pid-file" -> pidFile = Optional.of(Path.of(value));
                default -> throw new Misuse("there is no option " + args.get(i));
            }
        }
        Path logs = Optional.ofNullable(environment.get("UNDERSTUDY_LOG_DIR"))
                .map(Path::of)
                .orElse(root.resolve("logs"));
        Map<String, String> site = SiteValues.of(conf.resolve("ha-site.xml"));
        Optional<String> node = Optional.ofNullable(site.get("ha.node.id"));
        Path state = Optional.ofNullable(site.get("ha.state.dir"))
                .map(Path::of)
                .orElse(conf.toAbsolutePath().normalize().resolveSibling("state"));
        return new Plan(
                verb,
                conf,
                state,
                logs,
                clusterJson,
                pidFile,
                node,
                node.flatMap(id -> Optional.ofNullable(site.get("ha.http.address." + id))),
                environment);
    }

    /** How the node is called in messages. */
    String name() {
        return node.orElse("the daemon");
    }

    Path backgroundPidFile() {
        return state.resolve("ha-daemon.pid");
    }

    Path logFile() {
        return logs.resolve("ha-daemon.log");
    }

    /** The daemon's command line. */
    List<String> daemonCommand() {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(Arrays.asList(environment
                .getOrDefault("UNDERSTUDY_JAVA_OPTS", "-Xms512m -Xmx512m")
                .trim()
                .split("\\s+", -1)));
        command.removeIf(String::isEmpty);
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                LARGE_ANSWERS,
                "-Dunderstudy.launched=true",
                "-Dlogback.configurationFile=" + logging(),
                "-cp",
                System.getProperty("understudy.class.path", System.getProperty("java.class.path")),
                System.getProperty("understudy.main", "io.understudy.ha.HaDaemon"),
                "--conf",
                conf.toString()));
        return command;
    }

    /** The command line of a launcher in the background. */
    List<String> backgroundCommand() {
        List<String> command = new ArrayList<>(List.of("setsid", java()));
        command.addAll(List.of("-Xmx24m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        for (String property : PASSED_ON) {
            Optional.ofNullable(System.getProperty(property))
                    .ifPresent(value -> command.add("-D" + property + "=" + value));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LauncherMain.class.getName()));
        command.addAll(List.of(
                "run",
                "--conf",
                conf.toString(),
                "--pid-file",
                backgroundPidFile().toString()));
        clusterJson.ifPresent(file -> command.addAll(List.of("--cluster-json", file.toString())));
        return command;
    }

    /** The operator's, or the one among the daemon's resources. */
    private String logging() {
        Path own = conf.resolve("logback.xml");
        return Files.exists(own) ? own.toString() : "understudy-logback.xml";
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
