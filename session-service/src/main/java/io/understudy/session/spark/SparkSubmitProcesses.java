package io.understudy.session.spark;

import io.understudy.session.SparkSubmission;
import io.understudy.session.service.SparkSubmitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs of spark-submit as children of this process. One thread starts them, reads them and sees them end, for as long as
 * this process lives: the kernel kills each child when the <em>thread</em> that started it ends
 * ({@code PR_SET_PDEATHSIG}), so that nothing is submitted by the orphan of a dead daemon. Beside that they are in the
 * daemon's process group, which its launcher empties.
 */
public final class SparkSubmitProcesses implements SparkSubmitter {

    private static final Logger LOG = LoggerFactory.getLogger(SparkSubmitProcesses.class);
    private static final long LOOKS_MS = 100;
    private static final long KILL_MS = 5_000;

    /** If the parent died before the kernel was told to watch it, somebody else is the parent by now. */
    private static final String UNLESS_ORPHANED = "[ \"$PPID\" = \"$0\" ] || exit 1; exec \"$@\"";

    private final SparkSettings settings;
    private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();
    private final Map<SparkSubmission, SparkSubmitProcess> running = new LinkedHashMap<>();
    private final List<CountDownLatch> finishing = new ArrayList<>();
    private long killAt;

    private SparkSubmitProcesses(SparkSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts the thread; runs nothing yet.
     *
     * @param settings empty for a host without Spark
     * @throws IOException with a sentence for the operator, if this host cannot run spark-submit
     */
    public static SparkSubmitter open(Optional<SparkSettings> settings) throws IOException {
        if (settings.isEmpty()) {
            return SparkSubmitter.NONE;
        }
        Path program = settings.get().program();
        if (!Files.isExecutable(program)) {
            throw new IOException("session.spark.home is \"" + settings.get().home() + "\", but there is no program "
                    + program + "; name the folder of a Spark installation");
        }
        SparkSubmitProcesses processes = new SparkSubmitProcesses(settings.get());
        Thread thread = new Thread(processes::work, "spark-submit");
        thread.setDaemon(true);
        thread.start();
        return processes;
    }

    @Override
    public void start(SparkSubmission submission, Consumer<Event> heard) {
        orders.add(() -> fork(submission, heard));
    }

    @Override
    public void kill(SparkSubmission submission) {
        orders.add(() -> {
            SparkSubmitProcess process = running.get(submission);
            if (process != null) {
                process.kill("was killed because its batch was deleted");
            }
        });
    }

    @Override
    public void finish(Duration patience) {
        CountDownLatch finished = new CountDownLatch(1);
        orders.add(() -> {
            finishing.add(finished);
            killAt = System.nanoTime() + patience.toNanos();
        });
        try {
            if (!finished.await(patience.toMillis() + KILL_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("Not every spark-submit has ended; whoever comes next waits for proof.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (true) {
            try {
                @Nullable
                Runnable order = running.isEmpty() ? orders.take() : orders.poll(LOOKS_MS, TimeUnit.MILLISECONDS);
                if (order != null) {
                    order.run();
                }
                look();
            } catch (InterruptedException stray) {
                LOG.warn("The thread of spark-submit was interrupted; it goes on.");
            }
        }
    }

    private void look() {
        if (!finishing.isEmpty() && System.nanoTime() - killAt > 0) {
            running.values().forEach(process -> process.kill("was killed because its daemon stops"));
        }
        for (Iterator<SparkSubmitProcess> left = running.values().iterator(); left.hasNext(); ) {
            if (left.next().look()) {
                left.remove();
            }
        }
        if (running.isEmpty()) {
            finishing.forEach(CountDownLatch::countDown);
        }
    }

    private void fork(SparkSubmission submission, Consumer<Event> heard) {
        if (!finishing.isEmpty()) {
            heard.accept(new NotStarted("this process is stopping"));
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--pdeathsig",
                "KILL",
                "sh",
                "-c",
                UNLESS_ORPHANED,
                Long.toString(ProcessHandle.current().pid()),
                settings.program().toString()));
        command.addAll(submission.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(SparkSubmitProcess.NOTHING));
        settings.addTo(builder.environment());
        try {
            running.put(submission, new SparkSubmitProcess(builder.start(), settings.deadline(), heard));
        } catch (IOException e) {
            heard.accept(new NotStarted(String.valueOf(e.getMessage())));
        }
    }
}
