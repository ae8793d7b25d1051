package io.understudy.session.standalone;

import io.understudy.session.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The service alone: {@code session-service run [--conf DIR]}. Exits with 2 on wrong arguments, with 1 on trouble. */
public final class SessionServiceMain {

    private static final String USAGE = """
            usage: session-service run [--conf DIR]
            Runs the batch-session service alone, without leadership, in the foreground.
            DIR has ha-site.xml and session-site.xml; it is conf unless told.""";

    private SessionServiceMain() {}

    /** Exit codes: 0 help was asked for; 1 trouble; 2 wrong arguments. */
    public static void main(String[] args) {
        if (asksForHelp(args)) {
            System.out.println(USAGE);
            System.exit(0);
        }
        Optional<Path> conf = configurationFolder(args);
        if (conf.isEmpty()) {
            System.err.println(USAGE);
            System.exit(2);
        }
        System.err.println("session-service: " + run(conf.orElseThrow()));
        System.exit(1);
    }

    static boolean asksForHelp(String[] args) {
        return List.of(args).contains("--help") || List.of(args).contains("-h");
    }

    /** Empty if the arguments are not understood. */
    static Optional<Path> configurationFolder(String[] args) {
        if (args.length == 1 && args[0].equals("run")) {
            return Optional.of(Path.of("conf"));
        }
        boolean understood = args.length == 3 && args[0].equals("run") && args[1].equals("--conf");
        return understood ? Optional.of(Path.of(args[2])) : Optional.empty();
    }

    /** Runs until it cannot go on; a signal ends the process in order. Returns why, in a sentence. */
    private static String run(Path conf) {
        try {
            StandaloneService service = StandaloneService.open(conf, System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "stop"));
            return service.run();
        } catch (InvalidConfiguration | IOException mistake) {
            return String.valueOf(mistake.getMessage());
        }
    }
}
