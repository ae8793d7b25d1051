package io.understudy.ha;

import io.understudy.ha.custody.CordWords;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.SiteFiles;
import io.understudy.session.config.zookeeper.SaslLogin;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon as a process: command line, cord to the launcher, signals, exit codes. A mistake of the operator is one
 * sentence on standard error.
 */
public final class DaemonProcess {

    private static final Logger LOG = LoggerFactory.getLogger(DaemonProcess.class);
    private static final int USAGE = 2;
    private static final long STOP_SECONDS = 75;

    private DaemonProcess() {}

    /**
     * Starts the daemon; ends this process if it cannot be started. Returns once it runs.
     *
     * @param backends makes what batches work with
     */
    public static void run(String[] args, Backend.Maker backends) {
        PrintStream err = System.err;
        List<String> given = List.of(args);
        if (given.size() != 2 || !given.get(0).equals("--conf")) {
            err.println("ha-daemon: usage: HaDaemon --conf DIR; start it with bin/ha-daemon");
            System.exit(USAGE);
        }
        Optional<Cord> cord = Boolean.getBoolean("understudy.launched")
                ? Optional.of(Cord.tie(System.in, System.out))
                : Optional.empty();
        try {
            start(Path.of(given.get(1)), backends, new Ending(err), cord);
        } catch (InvalidConfiguration | IOException e) {
            err.println("ha-daemon: " + e.getMessage());
            Runtime.getRuntime().halt(Ending.CONFIGURATION);
        }
    }

    private static void start(Path folder, Backend.Maker backends, Ending ending, Optional<Cord> cord)
            throws InvalidConfiguration, IOException {
        HaConfig config = HaConfig.of(SiteFiles.load(folder, HaConfig.KEYS), folder, System.getenv());
        config.warnings().forEach(LOG::warn);
        CompilerThreads.giveWay();
        config.zookeeper().login().ifPresent(SaslLogin::install);
        HaDaemon daemon = new HaDaemon(config, backends.make(config), ending, cord);
        daemon.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(daemon, ending), "stop"));
        System.out.println(CordWords.READY);
    }

    /** A signal asked to stop: in good order if that does not take too long. */
    private static void stop(HaDaemon daemon, Ending ending) {
        daemon.leave();
        boolean inOrder = ending.await(STOP_SECONDS);
        daemon.close();
        Runtime.getRuntime().halt(inOrder ? 0 : Ending.BROKEN);
    }
}
