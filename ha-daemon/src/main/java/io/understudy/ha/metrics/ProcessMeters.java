package io.understudy.ha.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.understudy.ha.admin.Standing;
import io.understudy.ha.node.Phases;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What is measured as it happens, from the beginning of the process: its memory, threads and files, and how long takeovers
 * took. Any thread may call.
 */
public final class ProcessMeters {

    private static final double NANOS = 1e9;

    /** A planned takeover takes tens of milliseconds, one of a million sessions ten seconds. */
    private static final Duration[] BUCKETS = Stream.of(
                    5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer fence;
    private final Timer recover;
    private final Timer announce;
    private final Timer total;

    /** @param identity which every series names */
    public ProcessMeters(Standing.Identity identity) {
        // Threads by state would stop the JVM once for each state, at every scrape.
        registry.config()
                .commonTags(labels(identity))
                .meterFilter(MeterFilter.denyNameStartsWith("jvm.threads.states"));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmGcMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        bindProcessor(registry);
        fence = takeover("fence");
        recover = takeover("recover");
        announce = takeover("announce");
        total = takeover("total");
    }

    /** The labels that every series of a node has. */
    static Tags labels(Standing.Identity identity) {
        return Tags.of("cluster", identity.cluster(), "node", identity.node());
    }

    private static void bindProcessor(MeterRegistry registry) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, known -> known.getProcessCpuTime() / NANOS)
                    .baseUnit("seconds")
                    .description("Processor time that this process has used.")
                    .register(registry);
        }
    }

    private Timer takeover(String phase) {
        return Timer.builder("understudy.takeover.phase")
                .description("How long the phases of this node's takeovers took, and all of them together.")
                .tag("phase", phase)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** A takeover of this node is over: it serves. */
    public void tookOver(Phases phases) {
        fence.record(Duration.between(phases.elected(), phases.fenced()));
        recover.record(Duration.between(phases.fenced(), phases.recovered()));
        announce.record(Duration.between(phases.recovered(), phases.serving()));
        total.record(Duration.between(phases.elected(), phases.serving()));
    }

    String text() {
        return registry.scrape();
    }
}
