package io.understudy.ha.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.ha.gateway.Reply;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code /metrics}: what this node says of itself, in the text format of Prometheus (version 0.0.4). What only an active
 * node knows is there only while it serves.
 */
final class Metrics {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Standing.Identity identity;
    private final Standing standing;
    private final StatusReport status;

    Metrics(Standing.Identity identity, Standing standing, StatusReport status) {
        this.identity = identity;
        this.standing = standing;
        this.status = status;
    }

    Reply answer() {
        StringBuilder text = new StringBuilder();
        gauge(text, "understudy_active", "Whether this node serves.", status.isServing() ? 1 : 0);
        gauge(
                text,
                "understudy_epoch",
                "The epoch that this node knows.",
                standing.status().epoch().number());
        for (Map.Entry<String, Integer> figure : new TreeMap<>(standing.figures()).entrySet()) {
            gauge(text, "understudy_store_" + snake(figure.getKey()), "What the store holds.", figure.getValue());
        }
        return new Reply(200, Map.of("Content-Type", TYPE), text.toString().getBytes(UTF_8));
    }

    private void gauge(StringBuilder text, String name, String help, long value) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
        text.append(String.format(
                Locale.ROOT, "%s{cluster=\"%s\",node=\"%s\"} %d\n", name, identity.cluster(), identity.node(), value));
    }

    private static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
