package io.understudy.ha.membership.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.fencing.Epoch;
import io.understudy.ha.membership.MemberIdentity;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.ClusterView.Member;
import io.understudy.ha.node.Toll;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records under {@code members} and {@code active} as JSON. One that cannot be read counts as not there. */
final class MemberRecords {

    private static final Logger LOG = LoggerFactory.getLogger(MemberRecords.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    private MemberRecords() {}

    static byte[] member(MemberIdentity self, boolean ready, boolean back, Optional<Toll> toll) {
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("node", self.node())
                .put("http", self.http().toString())
                .putNull("rpc")
                .put("incarnation", self.incarnation())
                .put("version", self.version())
                .put("configHash", self.configHash())
                .put("ready", ready)
                .put("back", back)
                .put("since", self.since().toString())
                .put("storeFormat", self.storeFormat());
        toll.ifPresent(told -> json.putObject("toll")
                .put("epoch", told.epoch().number())
                .put("held", told.held())
                .put("failed", told.failed()));
        return json.toString().getBytes(UTF_8);
    }

    /** One that does not name a format comes from a build that knew the first one only. */
    static Optional<Member> member(byte[] data) {
        return parse(
                "member",
                data,
                json -> new Member(
                        text(json, "node"),
                        URI.create(text(json, "http")),
                        text(json, "incarnation"),
                        text(json, "version"),
                        text(json, "configHash"),
                        json.path("ready").asBoolean(),
                        json.path("back").asBoolean(),
                        Instant.parse(text(json, "since")),
                        json.path("storeFormat").asInt(1),
                        Optional.of(json.path("toll"))
                                .filter(JsonNode::isObject)
                                .map(MemberRecords::toll)));
    }

    private static Toll toll(JsonNode json) {
        return new Toll(
                new Epoch(json.path("epoch").asLong()),
                json.path("held").asLong(),
                json.path("failed").asLong());
    }

    /** Empty data name nobody. */
    static Optional<ActiveNode> active(byte[] data) {
        return data.length == 0
                ? Optional.empty()
                : parse(
                        "active",
                        data,
                        json -> new ActiveNode(
                                text(json, "node"),
                                URI.create(text(json.path("addresses"), "http")),
                                new Epoch(json.path("epoch").asLong()),
                                Instant.parse(text(json, "since"))));
    }

    static EpochSeen epoch(byte[] data) {
        return parse(
                        "epoch",
                        data,
                        json -> new EpochSeen(
                                new Epoch(json.path("epoch").asLong()),
                                Optional.of(json.path("node"))
                                        .filter(JsonNode::isTextual)
                                        .map(JsonNode::asText),
                                OptionalInt.of(json.path("format").asInt())))
                .orElse(EpochSeen.NOTHING);
    }

    private static <T> Optional<T> parse(String kind, byte[] data, Parser<T> parser) {
        try {
            return Optional.of(parser.parse(JSON.readTree(data)));
        } catch (IOException | RuntimeException e) {
            LOG.warn("A record in ZooKeeper is not one of \"{}\" and is passed over: {}", kind, e.getMessage());
            return Optional.empty();
        }
    }

    private static String text(JsonNode json, String field) throws IOException {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IOException("no text in \"" + field + "\"");
        }
        return value.asText();
    }

    @FunctionalInterface
    private interface Parser<T> {

        T parse(JsonNode json) throws IOException;
    }
}
