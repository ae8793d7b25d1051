package io.understudy.session.yarn;

import io.understudy.session.ApplicationReport;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.SessionSettings;
import io.understudy.session.config.SiteFiles;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.transfer.Applications;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** Asks the ResourceManager on behalf of a tool. Submits and kills nothing. */
public final class YarnApplications implements Applications {

    /** A list of everything can be long. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String identity;
    private final ResourceManager resourceManager;
    private final BoundedCalls asking = new BoundedCalls("yarn-ask", 1);

    private YarnApplications(String identity, ResourceManager resourceManager) {
        this.identity = identity;
        this.resourceManager = resourceManager;
    }

    /**
     * Opens the adapter with the cluster's own configuration; talks to nobody yet.
     *
     * @throws InvalidConfiguration with a sentence for the operator
     * @throws IOException if the configuration names no usable ResourceManager
     */
    public static YarnApplications open(SessionSettings settings) throws InvalidConfiguration, IOException {
        YarnConfiguration bounded = BoundedConfiguration.of(SiteFiles.loadHadoop(settings.hadoopFolder()));
        return new YarnApplications(YarnCluster.identity(bounded), ResourceManager.of(bounded));
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public void tagged(String tag, Consumer<Answer<List<ApplicationReport>>> reply) {
        ask(() -> resourceManager.reports(tag), reply);
    }

    @Override
    public void all(Consumer<Answer<List<ApplicationReport>>> reply) {
        ask(resourceManager::reports, reply);
    }

    private void ask(
            Callable<List<org.apache.hadoop.yarn.api.records.ApplicationReport>> question,
            Consumer<Answer<List<ApplicationReport>>> reply) {
        asking.call(
                LIMIT,
                () -> new Answer.Of<>(question.call().stream()
                        .map(report -> YarnReports.of(report, List.of()))
                        .toList()),
                problem -> new Answer.Unreachable<>(Words.of(problem)),
                reply);
    }

    @Override
    public void close() {
        asking.close();
        resourceManager.close();
    }
}
