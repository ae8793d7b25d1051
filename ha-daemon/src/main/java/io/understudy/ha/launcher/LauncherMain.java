package io.understudy.ha.launcher;

import io.understudy.ha.custody.zookeeper.SessionReaper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code bin/ha-daemon}: launches the daemon as its child, in the foreground or in the background. */
public final class LauncherMain {

    private LauncherMain() {}

    /** Exit codes: the daemon's own; 1 failed; 2 usage; of {@code status} 3 if nothing runs. */
    public static void main(String[] args) throws InterruptedException {
        int exitCode;
        try {
            exitCode = carryOut(List.of(args));
        } catch (Plan.Misuse misuse) {
            System.err.println("ha-daemon: " + misuse.getMessage() + ".");
            System.err.print(Plan.USAGE);
            exitCode = RestartPolicy.USAGE;
        } catch (IOException e) {
            System.err.println("ha-daemon: " + e.getMessage() + ".");
            exitCode = 1;
        }
        System.exit(exitCode);
    }

    private static int carryOut(List<String> args) throws Plan.Misuse, IOException, InterruptedException {
        if (args.contains("--help") || args.contains("-h")) {
            System.out.print(Plan.USAGE);
            return 0;
        }
        Plan plan = Plan.parse(args, Path.of(System.getProperty("understudy.root", ".")), System.getenv());
        Background background = new Background(plan, System.out, System.err);
        return switch (plan.verb()) {
            case "start" -> background.start();
            case "stop" -> background.stop();
            case "status" -> background.status();
            default -> run(plan);
        };
    }

    private static int run(Plan plan) throws IOException, InterruptedException {
        Optional<PidFile> pidFile = Optional.empty();
        if (plan.pidFile().isPresent()) {
            pidFile = PidFile.take(plan.pidFile().get());
            if (pidFile.isEmpty()) {
                System.err.println("ha-daemon: " + plan.name() + " runs already; bin/ha-daemon stop ends it.");
                return 1;
            }
        }
        Supervisor supervisor = new Supervisor(
                plan, pidFile, new SessionReaper(), Systemd.of(plan.environment(), System.err), System.err);
        Thread hook = new Thread(() -> endWithTheChild(supervisor), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        int exitCode = supervisor.supervise();
        if (endsByItself(hook)) {
            supervisor.farewell();
        }
        return exitCode;
    }

    /** On SIGTERM or SIGINT: the exit code is the daemon's, not the signal's. */
    private static void endWithTheChild(Supervisor supervisor) {
        try {
            Runtime.getRuntime().halt(supervisor.stop());
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static boolean endsByItself(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            return false;
        }
    }
}
