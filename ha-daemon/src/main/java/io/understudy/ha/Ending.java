package io.understudy.ha;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a daemon ends. Its exit code tells the launcher whether starting it again makes sense. Any thread may call.
 */
final class Ending {

    /** The configuration is wrong: starting again would change nothing. */
    static final int CONFIGURATION = 78;

    /** Something does not work or does not stop. */
    static final int BROKEN = 70;

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final PrintStream err;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    Ending(PrintStream err) {
        this.err = err;
    }

    /** The node has stopped in good order. */
    void inOrder() {
        finished.complete(null);
    }

    /** Waits until the node has stopped in good order; false if it takes longer than {@code seconds}. */
    boolean await(long seconds) {
        try {
            finished.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** The configuration is wrong: says so in a sentence and ends the process at once. */
    void wrong(String sentence) {
        err.println("ha-daemon: " + sentence);
        Runtime.getRuntime().halt(CONFIGURATION);
    }

    /** Something of this node does not stop: ends the process at once. */
    void stuck(String why) {
        LOG.error("This process ends now: {}.", why);
        Runtime.getRuntime().halt(BROKEN);
    }

    /** A defect of this program on the thread that decides: ends the process at once. */
    void broken(Throwable defect) {
        LOG.error("This process ends now, because of a defect.", defect);
        Runtime.getRuntime().halt(BROKEN);
    }
}
