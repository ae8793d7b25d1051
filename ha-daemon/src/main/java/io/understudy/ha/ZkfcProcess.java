package io.understudy.ha;

import io.understudy.ha.admin.rpc.NodeTarget;
import io.understudy.ha.admin.rpc.RpcCallers;
import io.understudy.ha.admin.zkfc.Zkfc;
import io.understudy.ha.admin.zkfc.ZkfcPresets;
import io.understudy.ha.custody.Custody;
import io.understudy.ha.custody.zookeeper.CustodyParts;
import io.understudy.session.config.HostPort;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.SiteFiles;
import io.understudy.session.config.zookeeper.SaslLogin;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ha.BadFencingConfigurationException;
import org.apache.hadoop.ha.NodeFencer;

/**
 * {@code bin/ha-daemon zkfc}: Hadoop's ZKFC beside the daemon of this node, in the foreground. Its exit codes are those of
 * Hadoop's: 2 format denied, 3 not formatted, 5 not the mode of this cluster, 6 no ZooKeeper.
 */
public final class ZkfcProcess {

    private static final int BROKEN = 1;
    private static final int USAGE = 64;
    private static final int WRONG_MODE = 5;
    private static final long LAST_WORDS_MS = 10_000;
    private static final Set<String> FORMAT_WORDS = Set.of("-formatZK", "-force", "-nonInteractive");

    private ZkfcProcess() {}

    /** Runs until it is stopped by a signal, or cannot go on; formats if that was asked for. */
    public static void main(String[] args) {
        // Not exit: when a signal came, that waits for the hook, which waits for this thread.
        Runtime.getRuntime().halt(run(List.of(args), System.err));
    }

    private static int run(List<String> args, PrintStream err) {
        List<String> rest = new ArrayList<>(args);
        int at = rest.indexOf("--conf");
        String conf = at >= 0 && at + 1 < rest.size() ? rest.get(at + 1) : "";
        if (!conf.isEmpty()) {
            rest.subList(at, at + 2).clear();
        }
        boolean format = !rest.isEmpty() && rest.get(0).equals("-formatZK");
        if (conf.isEmpty() || !(format ? FORMAT_WORDS.containsAll(rest) : rest.isEmpty())) {
            err.println("ha-daemon: usage: ha-daemon zkfc [--conf DIR] [-formatZK [-force] [-nonInteractive]]");
            return USAGE;
        }
        Path folder = Path.of(conf);
        try {
            HaConfig config = HaConfig.of(SiteFiles.load(folder, HaConfig.KEYS), folder, System.getenv());
            if (!config.rpc().isCommanded()) {
                err.println("ha-daemon: this cluster's nodes elect the active themselves, and a ZKFC has nothing to do:"
                        + " set ha.failover to zkfc on all nodes first, with all daemons stopped.");
                return WRONG_MODE;
            }
            return run(config, rest.toArray(String[]::new), err);
        } catch (InvalidConfiguration | BadFencingConfigurationException e) {
            err.println("ha-daemon: " + e.getMessage());
            return Ending.CONFIGURATION;
        }
    }

    private static int run(HaConfig config, String[] args, PrintStream err)
            throws InvalidConfiguration, BadFencingConfigurationException {
        Custody zooKeeper = CustodyParts.of(config.zookeeper(), "", "");
        // ZooKeeper's client of this process is Hadoop's, which has no other way to be told.
        zooKeeper.properties().forEach(System::setProperty);
        config.zookeeper().login().ifPresent(SaslLogin::install);
        Configuration conf = ZkfcPresets.of(
                SiteFiles.loadHadoop(config.sessions().hadoopFolder()),
                config.zookeeper().root(),
                zooKeeper,
                config.cluster().sessionTimeout());
        HostPort bind = config.rpc().bindOfController(config.node()).orElseThrow();
        if (args.length == 0 && isTaken(bind)) {
            err.println("ha-daemon: cannot listen on " + bind + ". Stop what uses the port, or change "
                    + RpcConfig.CONTROLLER_ADDRESS.at(config.node()).name() + ".");
            return BROKEN;
        }
        Zkfc zkfc = zkfc(config, conf, bind);
        endOnSignal(Thread.currentThread());
        try {
            return zkfc.run(args);
        } catch (InterruptedException stopped) {
            return 0;
        } catch (Exception e) {
            err.println("ha-daemon: the ZKFC cannot go on: " + innermost(e) + ". If "
                    + config.zookeeper().root() + " is not there yet, start a daemon first.");
            return BROKEN;
        }
    }

    private static Zkfc zkfc(HaConfig config, Configuration conf, HostPort bind)
            throws BadFencingConfigurationException {
        String key = RpcConfig.FENCING.name();
        conf.set(key, config.rpc().fencing());
        Map<String, NodeTarget> nodes = Targets.of(config.rpc(), Optional.of(NodeFencer.create(conf, key)));
        return new Zkfc(
                conf,
                Optional.ofNullable(nodes.get(config.node())).orElseThrow(),
                nodes,
                Targets.socket(bind),
                new RpcCallers(config.node(), config.access().authenticator(), new OrderAuthority(config.access())));
    }

    /** Hadoop's ZKFC would forget, over closing a server that there is not, why there is none. */
    private static boolean isTaken(HostPort bind) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(Targets.socket(bind));
            return false;
        } catch (IOException taken) {
            return true;
        }
    }

    /** An interrupted ZKFC leaves the election, so that another node need not wait for its session to expire. */
    private static void endOnSignal(Thread main) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            main.interrupt();
                            try {
                                main.join(LAST_WORDS_MS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop"));
    }

    private static String innermost(Throwable problem) {
        Throwable innermost = problem;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
