package io.understudy.ha.cli;

import io.understudy.ha.HadoopClient;
import io.understudy.session.config.InvalidConfiguration;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Hadoop's own verbs, which begin with a single dash: everything behind the first of them is Hadoop's. */
final class HadoopCommand {

    private static final String CONF = "--conf";
    private static final Set<String> OWN = Set.of("-h", "-V");

    private HadoopCommand() {}

    /** Whether a command line is one of Hadoop's. */
    static boolean isMeant(String[] args) {
        List<String> rest = withoutConf(args);
        return !rest.isEmpty() && rest.get(0).matches("-[A-Za-z].*") && !OWN.contains(rest.get(0));
    }

    /** Runs it; its exit code. */
    static int run(PrintStream out, PrintStream err, String... args) {
        try {
            return HadoopClient.run(conf(args), withoutConf(args).toArray(String[]::new), out, err);
        } catch (InvalidConfiguration e) {
            err.println("haadmin: " + e.getMessage() + ". See haadmin --help.");
            return Failure.USAGE;
        }
    }

    private static Path conf(String[] args) {
        String conf = System.getProperty("understudy.conf", "conf");
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(CONF) && i + 1 < args.length) {
                conf = args[i + 1];
            } else if (args[i].startsWith(CONF + "=")) {
                conf = args[i].substring(CONF.length() + 1);
            }
        }
        return Path.of(conf);
    }

    private static List<String> withoutConf(String[] args) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(CONF)) {
                i++;
            } else if (!args[i].startsWith(CONF + "=")) {
                rest.add(args[i]);
            }
        }
        return rest;
    }
}
