package io.understudy.ha.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.LocalHandler;
import io.understudy.ha.gateway.Reply;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /metrics}, for Prometheus. */
public final class MetricsPage implements LocalHandler {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsPage.class);
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;
    private final Executor executor;

    /** @param executor writes the pages: it takes milliseconds, in which the threads of the gateway have better to do */
    public MetricsPage(Metrics metrics, Executor executor) {
        this.metrics = metrics;
        this.executor = executor;
    }

    @Override
    public void handle(EdgeRequest request, Consumer<Reply> answer) {
        executor.execute(() -> answer.accept(page()));
    }

    private Reply page() {
        try {
            return new Reply(200, Map.of("Content-Type", TYPE), metrics.text().getBytes(UTF_8));
        } catch (RuntimeException e) {
            LOG.error("The metrics could not be written; this is a defect", e);
            return Reply.message(503, "The metrics could not be written; the log of this node says why.");
        }
    }
}
