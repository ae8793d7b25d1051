package io.understudy.ha.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.understudy.ha.admin.ControlDesk;
import io.understudy.ha.admin.Standing;
import io.understudy.ha.gateway.Traffic;

/**
 * What a node says of itself in numbers, all of it. What is so at a moment is read at that moment, into a registry of its own:
 * one picture, in which nobody is active whose gate is shut, and nothing stands that is not known. From memory, in every
 * role; any thread may ask.
 */
public final class Metrics {

    private final Standing.Identity identity;
    private final ProcessMeters process;
    private final RoleMeters role;
    private final RequestMeters requests;
    private final ServiceMeters service;

    /** @param process what is measured as it happens */
    public Metrics(
            Standing.Identity identity,
            Standing standing,
            Traffic traffic,
            ControlDesk desk,
            Workings workings,
            ProcessMeters process) {
        this.identity = identity;
        this.process = process;
        role = new RoleMeters(identity, standing, desk, workings);
        requests = new RequestMeters(traffic);
        service = new ServiceMeters(standing, workings);
    }

    /** All series as they are now, in the text format of Prometheus (version 0.0.4). */
    public String text() {
        PrometheusMeterRegistry now = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        now.config().commonTags(ProcessMeters.labels(identity));
        Sheet sheet = new Sheet(now);
        role.write(sheet);
        requests.write(sheet);
        service.write(sheet);
        return now.scrape() + process.text();
    }
}
