package io.understudy.ha.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.ha.HaConfig;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.membership.Glance;
import io.understudy.ha.membership.zookeeper.ZooKeeperGlance;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.config.HostPort;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.SessionSettings;
import io.understudy.session.config.Settings;
import io.understudy.session.config.SiteFiles;
import io.understudy.session.config.zookeeper.SaslLogin;
import io.understudy.session.config.zookeeper.ZooKeeperSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster as ZooKeeper has it, for when no node answers, in the words that a node would use.
 *
 * @param nodes by configuration
 */
record SecondSource(String name, Map<String, HostPort> nodes, Glance glance) {

    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final int TERMS = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Asks ZooKeeper.
     *
     * @param failure with which the nodes were asked; thrown again where it says anything but that nobody answers
     * @throws Failure with both reasons, if ZooKeeper cannot tell either
     */
    static SecondSource afterNodes(Options options, Failure failure) throws Failure {
        if (failure.exitCode() != Failure.UNREACHABLE) {
            throw failure;
        }
        try {
            return ask(options);
        } catch (InvalidConfiguration | IOException e) {
            throw new Failure(
                    Failure.UNREACHABLE,
                    failure.getMessage() + ". ZooKeeper could not be asked either: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    /** Asks ZooKeeper. */
    static SecondSource ask(Options options) throws InvalidConfiguration, IOException, InterruptedException {
        Settings settings = SiteFiles.load(options.conf, HaConfig.storeKeys());
        ClusterSettings cluster = ClusterSettings.of(settings, options.conf);
        ZooKeeperSettings zooKeeper = ZooKeeperSettings.of(
                settings, cluster, SessionSettings.of(settings, System.getenv()).hadoopFolder());
        zooKeeper.login().ifPresent(SaslLogin::install);
        Glance glance = ZooKeeperGlance.take(
                zooKeeper.address(), zooKeeper.access("", LIMIT).layout(), TERMS, LIMIT);
        return new SecondSource(cluster.cluster(), HaConfig.nodes(settings), glance);
    }

    /** As {@code /ha/cluster} would have it. */
    ObjectNode cluster() {
        Optional<String> active = glance.active();
        ObjectNode json = JSON.createObjectNode()
                .put("format", 1)
                .put("cluster", name)
                .put("source", "zookeeper")
                .put("epoch", glance.epoch().number())
                .put("active", active.orElse(null))
                .put("zookeeper", "connected")
                .put("failureTolerance", failureTolerance(active));
        json.set("paused", paused());
        json.set("pending", JSON.nullNode());
        json.set("lastChange", lastChange());
        ArrayNode shown = json.putArray("nodes");
        nodes.forEach((id, address) -> shown.add(node(id, address)));
        ArrayNode problems = json.putArray("problems");
        problems.add("no node answers from here: this is what ZooKeeper has");
        if (active.isEmpty()) {
            problems.add("no node is active");
        }
        return json;
    }

    /** As {@code /ha/history} would have it. */
    ObjectNode history(int limit) {
        ObjectNode json =
                JSON.createObjectNode().put("format", 1).put("cluster", name).put("source", "zookeeper");
        ArrayNode terms = json.putArray("terms");
        for (int i = glance.history().size() - 1; i >= 0 && terms.size() < limit; i--) {
            JsonNode term = parse(glance.history().get(i));
            if (term.isObject()) {
                terms.add(term);
            }
        }
        return json;
    }

    private long failureTolerance(Optional<String> active) {
        return active.isEmpty() || !paused().isNull()
                ? 0
                : glance.members().stream()
                        .filter(member -> member.ready() && !member.node().equals(active.get()))
                        .count();
    }

    private JsonNode paused() {
        for (ControlRecord control : glance.controls()) {
            JsonNode request = parse(control.json());
            Instant until =
                    control.writtenAt().plusSeconds(request.path("seconds").asLong());
            if (control.name().equals("pause") && until.isAfter(Instant.now())) {
                return JSON.createObjectNode()
                        .put("until", until.toString())
                        .put("by", request.path("by").asText())
                        .put("reason", request.path("reason").asText())
                        .put("id", request.path("id").asText());
            }
        }
        return JSON.nullNode();
    }

    private JsonNode lastChange() {
        for (JsonNode term : history(TERMS).path("terms")) {
            if (term.path("from").path("node").isTextual()) {
                return term;
            }
        }
        return JSON.nullNode();
    }

    private ObjectNode node(String id, HostPort address) {
        ObjectNode json = JSON.createObjectNode()
                .put("node", id)
                .put("http", "http://" + address)
                .put("role", "unknown")
                .put("serving", false)
                .put("reachable", false);
        Optional<Glance.Member> member =
                glance.members().stream().filter(m -> m.node().equals(id)).findFirst();
        json.put("member", member.isPresent());
        member.ifPresent(lives -> json.put("version", lives.version())
                .put("configHash", lives.configHash())
                .put("since", lives.since().toString())
                .put("candidate", lives.ready()));
        json.putArray("reasons");
        return json;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
