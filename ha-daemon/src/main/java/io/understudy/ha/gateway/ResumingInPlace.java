package io.understudy.ha.gateway;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;

/**
 * Lets a connection look for its next request on the thread that has just sent an answer. Nothing in this gateway blocks,
 * and handing it to another thread costs more than the look.
 */
record ResumingInPlace(Executor threads) implements Executor {

    @Override
    public void execute(Runnable task) {
        if (task instanceof Connection) {
            task.run();
        } else {
            threads.execute(task);
        }
    }
}
