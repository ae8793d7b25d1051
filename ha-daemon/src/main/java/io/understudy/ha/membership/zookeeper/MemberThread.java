package io.understudy.ha.membership.zookeeper;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a member. What comes after its shutdown is dropped; what fails is logged. */
final class MemberThread extends ScheduledThreadPoolExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(MemberThread.class);

    MemberThread() {
        super(
                1,
                task -> {
                    Thread thread = new Thread(task, "membership");
                    thread.setDaemon(true);
                    return thread;
                },
                new DiscardPolicy());
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        if (task instanceof Future<?> future && future.isDone()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                LOG.error("The member session made a mistake. This is a defect.", e.getCause());
            } catch (CancellationException e) {
                // It was not needed any more.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
