package io.understudy.ha.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.ha.HaConfig;
import io.understudy.session.config.AccessSettings;
import io.understudy.session.config.HostPort;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.Settings;
import io.understudy.session.config.SiteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The nodes of a cluster, as a client knows them by its configuration. Asks one after the other until one answers. */
final class Nodes {

    /** Who runs this command, as far as this host knows. */
    static final String USER = System.getProperty("user.name", "");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, HostPort> addresses;
    private final Optional<String> userHeader;

    /**
     * What a node said.
     *
     * @param text the body as it came
     * @param json the body; missing if it is no JSON
     */
    record Answer(String node, int status, String text, JsonNode json) {

        String msg() {
            return json.path("msg").asText(text.strip());
        }
    }

    Nodes(Map<String, HostPort> addresses) {
        this(addresses, Optional.empty());
    }

    /** @param userHeader in which the nodes want to be told who gives an order, if they do */
    Nodes(Map<String, HostPort> addresses, Optional<String> userHeader) {
        this.addresses = addresses;
        this.userHeader = userHeader;
    }

    /** The nodes that a configuration folder names. */
    static Nodes of(Path conf) throws Failure {
        try {
            Settings settings = SiteFiles.load(conf, HaConfig.clientKeys());
            return new Nodes(
                    HaConfig.nodes(settings), AccessSettings.of(settings).header());
        } catch (InvalidConfiguration e) {
            throw new Failure(Failure.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** What the first node that answers says at {@code path}. */
    Answer get(String path) throws Failure {
        for (Map.Entry<String, HostPort> node : addresses.entrySet()) {
            try (Call call = Call.get(node.getValue(), path)) {
                Answer answer = answer(node.getKey(), call);
                if (answer.status() == 200) {
                    return answer;
                }
            } catch (IOException unreachable) {
                // The next one may answer.
            }
        }
        throw nobody();
    }

    /** The ids of all nodes, in order. */
    List<String> ids() {
        return List.copyOf(addresses.keySet());
    }

    /** What one node says at {@code path}; empty if it does not say anything. */
    Optional<JsonNode> ask(String node, String path) {
        HostPort address = addresses.get(node);
        if (address == null) {
            return Optional.empty();
        }
        try (Call call = Call.get(address, path)) {
            return Optional.of(answer(node, call))
                    .filter(answer -> answer.status() == 200)
                    .map(Answer::json);
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    /** Posts to the first node that can be reached, once. */
    Answer post(String path, String body) throws Failure {
        for (String node : addresses.keySet()) {
            Optional<Answer> answer = postTo(node, path, body);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw nobody();
    }

    /** Posts to one node, once; empty if it cannot be reached, and has heard nothing. */
    Optional<Answer> postTo(String node, String path, String body) throws Failure {
        HostPort address = addresses.get(node);
        if (address == null) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>(Map.of("X-Requested-By", "haadmin"));
        userHeader.ifPresent(header -> headers.put(header, USER));
        try (Call call = Call.post(address, path, headers, body)) {
            return Optional.of(order(node, call));
        } catch (IOException unreachable) {
            return Optional.empty();
        }
    }

    private static Answer order(String node, Call call) throws Failure {
        try {
            return answer(node, call);
        } catch (IOException e) {
            throw new Failure(
                    Failure.UNKNOWN,
                    "the order went to " + node + ", but no answer came back: " + e.getMessage()
                            + ". Look with haadmin status before you repeat it");
        }
    }

    private static Answer answer(String node, Call call) throws IOException {
        Call.Reply reply = call.exchange();
        return new Answer(node, reply.status(), reply.body(), parse(reply.body()));
    }

    /** That no node answers, to be thrown. */
    Failure nobody() {
        return new Failure(
                Failure.UNREACHABLE,
                "no node answers: tried " + addresses + ". Start one with bin/ha-daemon start, or name the right"
                        + " configuration with --conf");
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
