package io.understudy.session.yarn;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.CommandSubmission;
import io.understudy.session.service.Cluster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster port on YARN. Submissions, questions and files each have threads of their own, so that a slow file system
 * does not keep YARN from being asked. {@link #close} ends them; calls after it are answered as unreachable.
 */
public final class YarnCluster implements Cluster, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(YarnCluster.class);
    private static final Duration QUESTION_LIMIT = Duration.ofSeconds(20);
    private static final Duration FILES_LIMIT = Duration.ofSeconds(30);
    private static final int QUESTIONS = 4;
    private static final int FILES = 4;

    private final String identity;
    private final String cluster;
    private final ResourceManager resourceManager;
    private final Drivers drivers;
    private final StagingArea staging;
    private final SparkStaging sparkStaging;
    private final ContainerLogs logs;
    private final Submissions submissions;
    private final BoundedCalls submitting;
    private final BoundedCalls asking;
    private final BoundedCalls files;

    YarnCluster(YarnSettings settings, YarnConfiguration bounded, ResourceManager resourceManager) throws IOException {
        this.identity = identity(bounded);
        this.cluster = settings.cluster();
        this.resourceManager = resourceManager;
        this.drivers = new Drivers(resourceManager);
        this.staging = new StagingArea(settings);
        this.sparkStaging = new SparkStaging(settings.hadoop());
        this.logs = new ContainerLogs(bounded, resourceManager);
        this.submitting = new BoundedCalls("yarn-submit", settings.submissions());
        this.asking = new BoundedCalls("yarn-ask", QUESTIONS);
        this.files = new BoundedCalls("yarn-files", FILES);
        ProxyUsers users = new ProxyUsers(bounded);
        CommandContext contexts = new CommandContext(settings.hadoop(), staging, users);
        this.submissions = new Submissions(submitting, resourceManager, contexts, users, bounded);
    }

    /**
     * Opens the adapter; talks to nobody yet.
     *
     * @throws IOException if the ApplicationMaster's jar cannot be read or the configuration names no usable
     *     ResourceManager
     */
    public static YarnCluster open(YarnSettings settings) throws IOException {
        YarnConfiguration bounded = BoundedConfiguration.of(settings.hadoop());
        return new YarnCluster(settings, bounded, ResourceManager.of(bounded));
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public void prepare(String storeBrief, Consumer<List<String>> problems) {
        files.call(FILES_LIMIT, () -> prepare(storeBrief), problem -> List.of(stagingProblem(problem)), problems);
    }

    private List<String> prepare(String storeBrief) throws IOException {
        List<String> problems = new ArrayList<>();
        staging.applicationMaster();
        for (Path other : staging.mark(storeBrief)) {
            problems.add("Another store uses the cluster id " + cluster + " on this YARN: " + other
                    + " is there, our own is store-" + storeBrief
                    + ". If two clusters of daemons share the YARN, give one"
                    + " of them another ha.cluster.id; if ZooKeeper was set up anew and the other store is gone for good,"
                    + " delete that file.");
        }
        try {
            resourceManager.clusterTimestamp();
        } catch (IOException | YarnException e) {
            problems.add("The ResourceManager cannot be asked: " + Words.of(e));
        }
        return problems;
    }

    private static String stagingProblem(Throwable problem) {
        return "The staging folder cannot be used, commands cannot be submitted: " + Words.of(problem)
                + ". Check session.staging.dir.";
    }

    @Override
    public void newApplication(Consumer<Answer<ApplicationId>> reply) {
        ask(() -> YarnIds.ofYarn(resourceManager.newApplication()), reply);
    }

    @Override
    public void submit(CommandSubmission submission, Consumer<Submitted> reply) {
        submissions.submit(submission, reply);
    }

    @Override
    public void reports(String tag, Consumer<Answer<List<ApplicationReport>>> reply) {
        ask(
                () -> {
                    var all = resourceManager.reports(tag);
                    drivers.learnAll(all);
                    return all.stream()
                            .map(report -> YarnReports.of(report, drivers.of(report)))
                            .toList();
                },
                reply);
    }

    @Override
    public void find(ApplicationId application, Consumer<Answer<Lookup>> reply) {
        ask(() -> find(YarnIds.toYarn(application)), reply);
    }

    private Lookup find(org.apache.hadoop.yarn.api.records.ApplicationId id) throws IOException, YarnException {
        var report = resourceManager.report(id);
        if (report.isEmpty()) {
            // The word of one and the same ResourceManager is wanted: its start is the same before and after it.
            long before = resourceManager.clusterTimestamp();
            report = resourceManager.report(id);
            if (report.isEmpty()) {
                long after = resourceManager.clusterTimestamp();
                return new Lookup.NotFound(before == after ? Optional.of(after) : Optional.empty());
            }
        }
        drivers.learn(report.get());
        return new Lookup.Known(YarnReports.of(report.get(), drivers.of(report.get())));
    }

    @Override
    public void kill(ApplicationId application, Consumer<Answer<Killed>> reply) {
        ask(() -> resourceManager.kill(YarnIds.toYarn(application)) ? Killed.ORDERED : Killed.NOT_FOUND, reply);
    }

    @Override
    public void cleanUp(ApplicationId application, Optional<String> user) {
        files.call(
                FILES_LIMIT,
                () -> {
                    sparkStaging.remove(application.toString(), user);
                    return true;
                },
                problem -> {
                    LOG.info("What {} has staged cannot be removed: {}", application, Words.of(problem));
                    return false;
                },
                done -> {});
    }

    @Override
    public void log(LogFile file, Consumer<Answer<LogText>> reply) {
        files.call(
                FILES_LIMIT,
                () -> new Answer.Of<>(logs.read(file)),
                problem -> new Answer.Unreachable<>(Words.of(problem)),
                reply);
    }

    private <T> void ask(Callable<T> question, Consumer<Answer<T>> reply) {
        asking.call(
                QUESTION_LIMIT,
                () -> new Answer.Of<>(question.call()),
                problem -> new Answer.Unreachable<>(Words.of(problem)),
                reply);
    }

    /** Ends all threads and the connections to the ResourceManager. */
    @Override
    public void close() {
        submitting.close();
        asking.close();
        files.close();
        resourceManager.close();
    }

    /** Which cluster a configuration names. */
    static String identity(YarnConfiguration configuration) {
        return Optional.ofNullable(configuration.getTrimmed(YarnConfiguration.RM_CLUSTER_ID))
                .filter(id -> !id.isEmpty())
                .orElseGet(() ->
                        configuration.getTrimmed(YarnConfiguration.RM_ADDRESS, YarnConfiguration.DEFAULT_RM_ADDRESS));
    }
}
