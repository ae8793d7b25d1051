package io.understudy.session.yarn;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.local.LocalCluster;
import io.understudy.local.Server;
import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.CommandSubmission;
import io.understudy.session.service.Cluster.Answer;
import io.understudy.session.service.Cluster.LogFile;
import io.understudy.session.service.Cluster.LogText;
import io.understudy.session.service.Cluster.Lookup;
import io.understudy.session.service.Cluster.Submitted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** A real ResourceManager and NodeManager, and the adapter on them, asked in a blocking way. */
final class RealYarn implements AutoCloseable {

    static final String STORE_TAG = "understudy-0badcafe";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final LocalCluster servers;
    private final Path staging;
    private final YarnCluster cluster;

    private RealYarn(LocalCluster servers, Path staging) throws IOException {
        this.servers = servers;
        this.staging = staging;
        this.cluster = cluster("test");
    }

    static RealYarn start(Path dir) throws IOException {
        LocalCluster servers = LocalCluster.open(dir, Path.of(System.getProperty("local.cluster.lib")));
        try {
            servers.launch(Server.RESOURCE_MANAGER);
            servers.launch(Server.NODE_MANAGER);
            servers.await(Server.RESOURCE_MANAGER);
            servers.await(Server.NODE_MANAGER);
            return new RealYarn(servers, dir.resolve("staging"));
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    LocalCluster servers() {
        return servers;
    }

    YarnCluster cluster() {
        return cluster;
    }

    Path staging() {
        return staging;
    }

    /** Another adapter on the same YARN. */
    YarnCluster cluster(String id) throws IOException {
        return YarnCluster.open(settings(id));
    }

    /** Submits a shell script that YARN tries twice, past the adapter, which tries commands once. */
    ApplicationId runTwice(String script) throws IOException, YarnException, RefusedByUs {
        YarnSettings settings = settings("test");
        ApplicationId id = newApplication();
        YarnConfiguration bounded = BoundedConfiguration.of(settings.hadoop());
        ApplicationSubmissionContext context = new CommandContext(
                        settings.hadoop(), new StagingArea(settings), new ProxyUsers(bounded))
                .of(command(id, List.of("sh", "-c", script)));
        context.setMaxAppAttempts(2);
        try (ResourceManager resourceManager = ResourceManager.of(bounded)) {
            resourceManager.submit(context);
        }
        return id;
    }

    private YarnSettings settings(String id) throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.addResource(new org.apache.hadoop.fs.Path(
                servers.yarnConfDir().resolve("core-site.xml").toUri()));
        hadoop.addResource(new org.apache.hadoop.fs.Path(
                servers.yarnConfDir().resolve("yarn-site.xml").toUri()));
        return new YarnSettings(
                hadoop,
                id,
                Optional.of(staging.toString()),
                ApplicationMasterJar.on(System.getProperty("java.class.path")),
                4);
    }

    static <T> T reply(Consumer<Consumer<T>> call) {
        CompletableFuture<T> reply = new CompletableFuture<>();
        call.accept(reply::complete);
        return reply.orTimeout(LIMIT.toSeconds(), SECONDS).join();
    }

    static <T> T answer(Consumer<Consumer<Answer<T>>> call) {
        Answer<T> answer = reply(call);
        if (answer instanceof Answer.Of<T> of) {
            return of.value();
        }
        throw new AssertionError(answer);
    }

    ApplicationId newApplication() {
        return answer(cluster::newApplication);
    }

    /** Submits a shell script under a fresh id. */
    ApplicationId run(String script, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("sh", "-c", script));
        command.addAll(List.of(arguments));
        ApplicationId id = newApplication();
        assertThat(submit(command(id, command))).isEqualTo(new Submitted.Accepted());
        return id;
    }

    Submitted submit(CommandSubmission command) {
        return reply(reply -> cluster.submit(command, reply));
    }

    static CommandSubmission command(ApplicationId id, List<String> command) {
        return new CommandSubmission(
                id,
                "a test",
                Set.of(STORE_TAG, STORE_TAG + "-" + id.number() + "-abcd1234"),
                command,
                Map.of("GREETING", "grüß \"$HOME\""),
                List.of(),
                List.of(),
                Optional.empty(),
                256,
                1);
    }

    /** Empty if YARN does not know it or cannot be asked. */
    Optional<ApplicationReport> find(ApplicationId id) {
        Answer<Lookup> answer = reply(reply -> cluster.find(id, reply));
        return answer instanceof Answer.Of<Lookup> of && of.value() instanceof Lookup.Known known
                ? Optional.of(known.report())
                : Optional.empty();
    }

    ApplicationReport awaitReport(ApplicationId id, Predicate<ApplicationReport> wanted) {
        return await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> find(id), report -> report.filter(wanted).isPresent())
                .orElseThrow();
    }

    ApplicationReport awaitEnd(ApplicationId id) {
        return awaitReport(id, report -> report.state().isFinal());
    }

    LogText log(ApplicationReport report, String name, boolean running) {
        return log(report, 0, name, running);
    }

    /** What an attempt, the first one being number 0, has written. */
    LogText log(ApplicationReport report, int attempt, String name, boolean running) {
        LogFile file = new LogFile(report.id(), report.drivers().get(attempt), name, running);
        return answer(reply -> cluster.log(file, reply));
    }

    String awaitLog(ApplicationReport report, boolean running, Predicate<LogText.Text> wanted) {
        LogText text = await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> log(report, "stdout", running),
                        log -> log instanceof LogText.Text found && wanted.test(found));
        return ((LogText.Text) text).text();
    }

    /** What the ResourceManager's own REST interface says. */
    String rest(String path) throws IOException {
        var connection = servers.resourceManager().resolve(path).toURL().openConnection();
        connection.setRequestProperty("Accept", "application/json");
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        servers.close();
    }
}
