package io.understudy.ha.admin;

import io.understudy.ha.gateway.EdgeRequest;
import io.understudy.ha.gateway.LocalHandler;
import io.understudy.ha.gateway.Reply;
import io.understudy.ha.gateway.Traffic;
import io.understudy.session.audit.AuditLog;
import io.understudy.session.audit.Deed;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers {@code /ha/*} for this node, from memory, whoever is active. Any thread may call. */
public final class Administration implements LocalHandler {

    private static final String READS = "GET, HEAD, OPTIONS";

    private final Standing standing;
    private final StatusReport status;
    private final ClusterReport cluster;
    private final Peers peers;
    private final Probes probes;
    private final LocalHandler metrics;
    private final HistoryReport history;
    private final ConfigReport config;
    private final Authority authority;
    private final AuditLog audit;
    private final Map<String, Order> orders;

    /**
     * @param authority says who may give orders
     * @param audit where it is written who gave which
     * @param levels of this node's loggers
     * @param holdTime how long this node's gateway holds a request
     * @param metrics answers for {@code /metrics}
     */
    public Administration(
            Standing.Identity identity,
            Standing standing,
            Traffic traffic,
            ControlDesk desk,
            Authority authority,
            AuditLog audit,
            LogLevels levels,
            Duration holdTime,
            LocalHandler metrics) {
        this.standing = standing;
        this.authority = authority;
        this.audit = audit;
        status = new StatusReport(identity, standing, traffic, desk);
        peers = new Peers(identity, standing.cluster(), traffic);
        probes = new Probes(standing, status, traffic, holdTime);
        this.metrics = metrics;
        history = new HistoryReport(identity, standing);
        config = new ConfigReport(identity);
        cluster = new ClusterReport(identity, standing, status, history, desk);
        Candidates candidates = new Candidates(identity, standing, peers, status, desk);
        orders = Map.of(
                "/ha/switchover", new Switchover(identity, standing, candidates, desk),
                "/ha/step-down", new StepDown(standing, candidates, desk),
                "/ha/pause", new Pause(standing, desk),
                "/ha/resume", new Resume(standing, desk),
                "/ha/finalize", new Finalization(identity, standing, desk),
                "/ha/log-level", new LogLevel(levels));
    }

    @Override
    public void handle(EdgeRequest request, Consumer<Reply> answer) {
        Order order = orders.get(request.path());
        boolean isOrder = order != null;
        Consumer<Reply> fresh = reply -> {
            if (isOrder && request.method().equals("POST")) {
                note(request, reply);
            }
            answer.accept(signed(reply.with("Cache-Control", "no-store")));
        };
        String allowed = isOrder ? "POST, OPTIONS" : READS;
        if (request.method().equals("OPTIONS")) {
            fresh.accept(new Reply(200, Map.of("Allow", allowed), new byte[0]));
        } else if (isOrder ? !request.method().equals("POST") : !request.isRead()) {
            fresh.accept(Reply.message(405, "Use " + allowed + " here.").with("Allow", allowed));
        } else if (isOrder && isOfAnotherSite(request)) {
            fresh.accept(Reply.message(403, "Orders are not taken from pages of other sites."));
        } else if (order != null) {
            authority.refusal(request).ifPresentOrElse(fresh, () -> order.handle(request, fresh));
        } else {
            read(request, fresh);
        }
    }

    private void note(EdgeRequest order, Reply reply) {
        audit.write(new Deed(
                order.caller().user(),
                order.caller().origin(),
                order.method(),
                order.path(),
                Map.of(),
                Integer.toString(reply.status())));
    }

    /** Said in office or not: an answer that names an epoch is one of a node that serves in it. */
    private Reply signed(Reply reply) {
        return standing.open()
                .map(epoch -> reply.with("X-HA-Epoch", epoch.toString()))
                .orElse(reply);
    }

    /** A page of another site can make a browser send a POST; the browser then names that site. */
    private static boolean isOfAnotherSite(EdgeRequest request) {
        String origin = request.headers().get("origin");
        return origin != null && !origin.endsWith("//" + request.headers().get("host"));
    }

    private void read(EdgeRequest request, Consumer<Reply> answer) {
        String path = request.path();
        Optional<Reply> probe = probes.answer(path);
        if (probe.isPresent()) {
            answer.accept(probe.get());
        } else if (path.equals("/ha/status")) {
            answer.accept(Reply.json(200, status.asJson()));
        } else if (path.equals("/ha/history")) {
            answer.accept(history.answer(request.query()));
        } else if (path.equals("/ha/config")) {
            answer.accept(Reply.json(200, config.asJson()));
        } else if (path.equals("/metrics")) {
            metrics.handle(request, answer);
        } else if (path.equals("/ha/cluster")) {
            peers.ask(others -> answer.accept(Reply.json(200, cluster.asJson(others))));
        } else {
            answer.accept(Reply.message(404, "There is nothing at " + path + "."));
        }
    }
}
