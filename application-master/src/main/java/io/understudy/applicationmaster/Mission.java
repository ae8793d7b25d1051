package io.understudy.applicationmaster;

import io.understudy.applicationmaster.ResourceManagerLink.AttemptEnded;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The life of one attempt: register, run the command while telling the ResourceManager that we live, unregister with the
 * outcome. While the ResourceManager cannot be reached the command goes on; when YARN has ended the attempt the command
 * is killed.
 */
final class Mission {

    private final ResourceManagerLink link;
    private final Map<String, String> environment;
    private final long heartbeatMillis;
    private final Consumer<String> log;
    private boolean reachable = true;

    /**
     * A mission that has not begun.
     *
     * @param environment the container's, with the order in it
     * @param heartbeatMillis from one heartbeat, or one try to reach the ResourceManager, to the next
     * @param log takes a sentence for each event
     */
    Mission(ResourceManagerLink link, Map<String, String> environment, long heartbeatMillis, Consumer<String> log) {
        this.link = link;
        this.environment = environment;
        this.heartbeatMillis = heartbeatMillis;
        this.log = log;
    }

    /** Runs to the end; true if YARN has taken the outcome, false if it had ended the attempt before. */
    boolean run() throws InterruptedException {
        try {
            insist(link::register);
            log.accept("Registered with the ResourceManager");
            Outcome outcome = runCommand();
            log.accept(outcome.diagnostics());
            insist(() -> link.unregister(outcome));
            return true;
        } catch (AttemptEnded e) {
            log.accept("YARN has ended this attempt: " + e.getMessage());
            return false;
        }
    }

    private Outcome runCommand() throws InterruptedException, AttemptEnded {
        Command command;
        try {
            BatchOrder order = BatchOrder.read(environment);
            log.accept("Starting " + order.command().get(0) + " with "
                    + (order.command().size() - 1) + " arguments");
            command = Command.start(order);
        } catch (CommandNotStarted | IllegalArgumentException e) {
            return Outcome.notStarted(String.valueOf(e.getMessage()));
        }
        try {
            while (!command.awaitEnd(heartbeatMillis)) {
                attempt(link::heartbeat);
            }
            return command.outcome();
        } finally {
            command.kill();
        }
    }

    private void insist(Call call) throws InterruptedException, AttemptEnded {
        while (!attempt(call)) {
            // There is nothing else to wait for: no command runs here.
            Thread.sleep(heartbeatMillis);
        }
    }

    private boolean attempt(Call call) throws AttemptEnded {
        try {
            call.call();
            if (!reachable) {
                log.accept("The ResourceManager is back");
            }
            reachable = true;
            return true;
        } catch (IOException e) {
            if (reachable) {
                log.accept("The ResourceManager cannot be reached, trying on: " + e);
            }
            reachable = false;
            return false;
        }
    }

    private interface Call {
        void call() throws IOException, AttemptEnded;
    }
}
