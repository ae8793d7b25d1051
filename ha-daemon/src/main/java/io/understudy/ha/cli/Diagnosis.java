package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.ha.cli.Examination.Words;
import io.understudy.ha.membership.Glance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What an {@link Examination} found, each with what to do about it. */
final class Diagnosis {

    /** From here on sessions that have ended are not removed any more. */
    private static final long CLOCK_LIMIT_MS = 60_000;

    private static final long CLOCK_NOTABLE_MS = 1_000;

    private final Examination examination;
    private final Map<String, Words> answering;
    private final List<Finding> findings = new ArrayList<>();

    /** How bad it is. */
    enum Grade {
        ok,
        warn,
        bad
    }

    /**
     * Something that was looked at.
     *
     * @param text a sentence without its end
     * @param remedy what to do, a sentence without its end; empty if nothing is
     */
    record Finding(Grade grade, String text, String remedy) {}

    private Diagnosis(Examination examination) {
        this.examination = examination;
        this.answering = examination.answering();
    }

    static List<Finding> of(Examination examination) {
        Diagnosis diagnosis = new Diagnosis(examination);
        diagnosis.answers();
        diagnosis.ports();
        diagnosis.same("version", words -> words.status().path("version").asText(), "finish the upgrade of the others");
        diagnosis.same("Java", words -> words.config().path("java").asText(), "use the same Java on all hosts");
        diagnosis.configurations();
        diagnosis.same(
                "YARN",
                words -> words.config().path("yarn").asText(),
                "point HADOOP_CONF_DIR of all nodes to one cluster");
        diagnosis.spark();
        diagnosis.clocks();
        diagnosis.zooKeeper();
        diagnosis.store();
        diagnosis.service();
        return List.copyOf(diagnosis.findings);
    }

    private void ok(String text) {
        findings.add(new Finding(Grade.ok, text, ""));
    }

    private void warn(String text, String remedy) {
        findings.add(new Finding(Grade.warn, text, remedy));
    }

    private void bad(String text, String remedy) {
        findings.add(new Finding(Grade.bad, text, remedy));
    }

    private void answers() {
        if (!answering.isEmpty()) {
            ok("answering: " + String.join(", ", answering.keySet()));
        }
        examination.nodes().forEach((id, words) -> {
            if (words.isEmpty()) {
                bad(id + " does not answer from here", "look there with bin/ha-daemon status, and at its log");
            } else if (!words.get().status().path("node").asText().equals(id)) {
                bad(
                        "at the address of " + id + " answers "
                                + words.get().status().path("node").asText(),
                        "correct ha.http.address." + id);
            }
        });
    }

    private void ports() {
        int before = findings.size();
        answering.forEach((from, words) -> words.cluster().path("nodes").forEach(node -> {
            String to = node.path("node").asText();
            if (!to.equals(from)
                    && answering.containsKey(to)
                    && !node.path("reachable").asBoolean()) {
                bad(
                        to + " answers here, but " + from + " cannot reach it at "
                                + node.path("http").asText(),
                        "let the nodes reach each other's port");
            }
        }));
        if (findings.size() == before && answering.size() > 1) {
            ok("all that answer reach each other");
        }
    }

    /** What should be the same everywhere. */
    private void same(String what, Function<Words, String> value, String remedy) {
        Map<String, List<String>> byValue = new LinkedHashMap<>();
        answering.forEach((id, words) -> byValue.computeIfAbsent(value.apply(words), same -> new ArrayList<>())
                .add(id));
        if (byValue.size() == 1) {
            ok(what + " " + byValue.keySet().iterator().next());
        } else if (byValue.size() > 1) {
            warn(what + " differs: " + list(byValue), remedy);
        }
    }

    private static String list(Map<String, List<String>> byValue) {
        List<String> parts = new ArrayList<>();
        byValue.forEach((value, ids) -> parts.add(value + " on " + String.join(", ", ids)));
        return String.join("; ", parts);
    }

    private void configurations() {
        Map<String, JsonNode> said = new LinkedHashMap<>();
        answering.forEach((id, words) -> said.put(id, words.config()));
        List<String> differences = Comparison.of(said).differences();
        if (!differences.isEmpty()) {
            bad(
                    "configured otherwise on some nodes: " + String.join(", ", differences),
                    "see haadmin config; give all nodes the same files but for ha.node.id");
        } else if (!said.isEmpty()) {
            ok("the same configuration everywhere");
        }
    }

    private void spark() {
        Set<String> homes = new LinkedHashSet<>();
        answering
                .values()
                .forEach(words -> homes.add(words.config()
                        .path("settings")
                        .path("session.spark.home")
                        .path("value")
                        .asText("")));
        if (homes.equals(Set.of(""))) {
            ok("no Spark: session.spark.home is not set, command batches only");
        } else if (!homes.isEmpty()) {
            ok("Spark in " + String.join(", ", homes));
        }
    }

    private void clocks() {
        int before = findings.size();
        answering.forEach((id, words) -> {
            long offset = words.status().path("clockOffsetMs").asLong();
            String text = String.format(
                    Locale.ROOT,
                    "the clock of %s is %.1f s %s ZooKeeper's",
                    id,
                    Math.abs(offset) / 1000.0,
                    offset > 0 ? "ahead of" : "behind");
            if (Math.abs(offset) > CLOCK_LIMIT_MS) {
                bad(text + ": batches that have ended are not removed", "let both follow one time server");
            } else if (Math.abs(offset) > CLOCK_NOTABLE_MS) {
                warn(text, "let both follow one time server");
            }
        });
        if (findings.size() == before && !answering.isEmpty()) {
            ok("the clocks agree with ZooKeeper's within 1 s");
        }
    }

    private void zooKeeper() {
        answering.forEach((id, words) -> {
            String state = words.status().path("zookeeper").asText();
            if (!state.equals("connected")) {
                bad(id + " is not connected to ZooKeeper", "look at its log, and at ZooKeeper's");
            }
        });
        if (examination.zooKeeper().isEmpty()) {
            bad(
                    "ZooKeeper cannot be asked from here: " + examination.withoutZooKeeper(),
                    "look at it, or at DIR's ha.zookeeper.*");
            return;
        }
        Glance glance = examination.zooKeeper().get();
        quorum();
        timeout(glance);
        if (glance.openToAll()) {
            warn("the store is open to everybody", "see \"Who may touch the store\" in docs/operations.md");
        } else {
            ok("the store is closed to strangers");
        }
    }

    private void quorum() {
        String quorum = setting("ha.zookeeper.quorum");
        int servers = quorum.isEmpty() ? 0 : quorum.split(",", -1).length;
        if (servers == 1) {
            warn("ZooKeeper has one server: nobody serves while it is down", "run three or five");
        } else if (servers > 0 && servers % 2 == 0) {
            warn(
                    "ZooKeeper has " + servers + " servers: no more may fail than with " + (servers - 1),
                    "run an odd number");
        }
    }

    private void timeout(Glance glance) {
        String configured = setting("ha.zookeeper.session-timeout.ms");
        String negotiated = Long.toString(glance.negotiated().toMillis());
        if (!configured.isEmpty() && !configured.equals(negotiated)) {
            warn(
                    "ZooKeeper grants a session timeout of " + negotiated + " ms, not " + configured,
                    "set ha.zookeeper.session-timeout.ms to 2 to 20 of its ticks");
        } else {
            ok("session timeout " + negotiated + " ms");
        }
    }

    /** Of the first that answers. */
    private String setting(String key) {
        return answering.values().stream()
                .findFirst()
                .map(words ->
                        words.config().path("settings").path(key).path("value").asText(""))
                .orElse("");
    }

    private void store() {
        answering.forEach((id, words) -> {
            int setAside = words.status().path("store").path("setAside").asInt();
            if (setAside > 0) {
                warn(setAside + " records are set aside", "see \"Records that were set aside\" in docs/operations.md");
            }
        });
    }

    private void service() {
        Set<String> said = new LinkedHashSet<>();
        answering.forEach(
                (id, words) -> words.status().path("reasons").forEach(reason -> said.add(id + ": " + reason.asText())));
        said.forEach(reason -> warn(reason, ""));
        if (answering.isEmpty()
                && examination.zooKeeper().flatMap(Glance::active).isEmpty()) {
            bad("no node is active, as ZooKeeper has it", "start the nodes");
        }
        answering.values().stream().findFirst().map(Words::cluster).ifPresent(cluster -> {
            if (!cluster.path("active").isTextual()) {
                bad("no node is active", "look at what the nodes say");
            } else if (cluster.path("paused").isObject()) {
                warn("the cluster is paused", "end it with haadmin resume");
            } else if (cluster.path("failureTolerance").asInt() == 0) {
                bad("no other node is ready to take over", "look at what the nodes say");
            } else {
                ok(cluster.path("active").asText() + " is active, "
                        + cluster.path("failureTolerance").asInt() + " ready to take over");
            }
        });
    }
}
