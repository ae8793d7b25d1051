package io.understudy.session.yarn;

import io.understudy.session.service.Cluster.LogFile;
import io.understudy.session.service.Cluster.LogText;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.LogAggregationStatus;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.logaggregation.ContainerLogsRequest;
import org.apache.hadoop.yarn.logaggregation.filecontroller.LogAggregationFileControllerFactory;

/**
 * Reads logs of containers: from the NodeManager's REST interface while they run, from the aggregated files afterwards.
 * Blocks; any thread.
 */
final class ContainerLogs {

    /** Longer logs are cut here; what was shown before stays as it was. */
    static final int LIMIT = 4 * 1024 * 1024;

    private static final int HEADERS = 64 * 1024;
    private static final int CONNECT_MS = 3_000;
    private static final int READ_MS = 10_000;

    private final YarnConfiguration configuration;
    private final ResourceManager resourceManager;

    ContainerLogs(YarnConfiguration configuration, ResourceManager resourceManager) {
        this.configuration = configuration;
        this.resourceManager = resourceManager;
    }

    LogText read(LogFile file) throws IOException, YarnException {
        if (file.running() && file.driver().web().isPresent()) {
            Optional<LogText> live = live(file, file.driver().web().get());
            if (live.isPresent()) {
                return live.get();
            }
        }
        Optional<byte[]> aggregated = aggregated(file);
        return aggregated.isPresent() ? text(aggregated.get(), true) : missing(file);
    }

    /** Empty if the NodeManager is gone or has the file no longer. */
    private static Optional<LogText> live(LogFile file, String web) throws IOException {
        URI uri = URI.create(web + "/ws/v1/node/containers/" + file.driver().container() + "/logs/" + file.name());
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(READ_MS);
        connection.setRequestProperty("Accept", "text/plain");
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return Optional.empty();
            }
            FramedText framed = new FramedText(LIMIT + HEADERS);
            try (InputStream body = connection.getInputStream()) {
                framed.write(body.readNBytes(LIMIT + HEADERS));
            }
            return Optional.of(text(framed.contents(), false));
        } catch (IOException gone) {
            return Optional.empty();
        } finally {
            connection.disconnect();
        }
    }

    private Optional<byte[]> aggregated(LogFile file) {
        ContainerLogsRequest request = new ContainerLogsRequest();
        request.setAppId(YarnIds.toYarn(file.application()));
        request.setContainerId(file.driver().container());
        request.setAppOwner(file.driver().user());
        request.setLogTypes(Set.of(file.name()));
        request.setBytes(Long.MAX_VALUE);
        FramedText text = new FramedText(LIMIT + HEADERS);
        try {
            boolean found = new LogAggregationFileControllerFactory(configuration)
                    .getFileControllerForRead(request.getAppId(), request.getAppOwner())
                    .readAggregatedLogs(request, text);
            return found ? Optional.of(text.contents()) : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private LogText missing(LogFile file) throws IOException, YarnException {
        Optional<ApplicationReport> report = resourceManager.report(YarnIds.toYarn(file.application()));
        if (report.isEmpty()) {
            return new LogText.Never(
                    "YARN has forgotten the application and its logs are not among the aggregated ones");
        }
        LogAggregationStatus status =
                Optional.ofNullable(report.get().getLogAggregationStatus()).orElse(LogAggregationStatus.NOT_START);
        return switch (status) {
            case DISABLED ->
                report.get().getFinishTime() > 0
                        ? new LogText.Never("log aggregation is off on this YARN (yarn.log-aggregation-enable)")
                        : new LogText.NotYet("the NodeManager does not answer");
            case SUCCEEDED -> new LogText.Never("the aggregated logs have no such file");
            case FAILED, TIME_OUT -> new LogText.Never("YARN could not aggregate the logs");
            case NOT_START, RUNNING, RUNNING_WITH_FAILURE -> new LogText.NotYet("YARN has not aggregated the logs yet");
        };
    }

    private static LogText text(byte[] bytes, boolean complete) {
        boolean cut = bytes.length > LIMIT;
        int end = cut ? LIMIT : bytes.length;
        if (cut || !complete) {
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
        }
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        return new LogText.Text(
                cut
                        ? text + "(cut here: the log is longer than " + LIMIT / 1024 / 1024
                                + " MiB; \"yarn logs\" shows all of it)\n"
                        : text,
                complete);
    }
}
