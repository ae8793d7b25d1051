package io.understudy.session.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.understudy.fencing.StoredNode;
import io.understudy.session.ApplicationId;
import io.understudy.session.SessionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The batches that Livy keeps in ZooKeeper: {@code <root>/v1/batch/<id>}, and the next id in {@code state} beside them.
 * Read only.
 *
 * @param batches in ascending order of their ids
 * @param strange nodes that are not understood, each with what is wrong with it
 * @param nextId the id that Livy would have given next
 */
record LivyStore(List<LivyBatch> batches, List<String> strange, int nextId) {

    private static final String BATCHES = "v1/batch";
    private static final String STATE = "state";
    private static final int VERSION = 1;
    private static final int CHUNK = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    LivyStore {
        batches = List.copyOf(batches);
        strange = List.copyOf(strange);
    }

    /**
     * Reads everything below a root.
     *
     * @throws TransferFailure if there is nothing of Livy's, or it cannot be read
     */
    static LivyStore read(StoreReader reader) throws TransferFailure {
        List<String> names = reader.children(BATCHES).stream().sorted().toList();
        if (names.isEmpty()) {
            throw TransferFailure.refused(
                    "there are no batches of Livy at %s/%s. Name Livy's root with --from (its livy.server.recovery.zk-state-store.key-prefix), and see that ha.zookeeper.quorum is Livy's ZooKeeper"
                            .formatted(reader.where(), BATCHES));
        }
        List<LivyBatch> batches = new ArrayList<>();
        List<String> strange = new ArrayList<>();
        int nextId = 0;
        for (int from = 0; from < names.size(); from += CHUNK) {
            List<String> paths = names.subList(from, Math.min(names.size(), from + CHUNK)).stream()
                    .map(name -> BATCHES + "/" + name)
                    .toList();
            for (StoredNode node : reader.nodes(paths)) {
                nextId = Math.max(nextId, take(node, batches, strange));
            }
        }
        batches.sort((one, other) -> one.id().compareTo(other.id()));
        return new LivyStore(batches, strange, nextId);
    }

    /** Takes one node; the id above all that it names, 0 if it names none. */
    private static int take(StoredNode node, List<LivyBatch> batches, List<String> strange) {
        String name = node.path().substring(BATCHES.length() + 1);
        try {
            if (node.content().isEmpty()) {
                throw new IOException("it was removed meanwhile");
            }
            JsonNode json = JSON.readTree(node.content().get().data());
            if (name.equals(STATE)) {
                return number(json, "nextSessionId");
            }
            LivyBatch batch = batch(json, node.content().get());
            if (!name.equals(batch.id().toString())) {
                throw new IOException("it says that it is batch " + batch.id());
            }
            batches.add(batch);
        } catch (IOException e) {
            strange.add(node.path() + ": " + firstLine(e));
        }
        return SessionId.parse(name).map(id -> id.number() + 1).orElse(0);
    }

    private static LivyBatch batch(JsonNode json, StoredNode.Content content) throws IOException {
        if (number(json, "version") != VERSION) {
            throw new IOException("its version is " + json.path("version") + ", known is " + VERSION);
        }
        Optional<String> appId = text(json, "appId");
        Optional<ApplicationId> application = appId.flatMap(ApplicationId::parse);
        if (appId.isPresent() && application.isEmpty()) {
            throw new IOException("\"" + appId.get() + "\" is not an application of YARN");
        }
        return new LivyBatch(
                new SessionId(number(json, "id")),
                text(json, "name"),
                application,
                text(json, "appTag").orElseThrow(() -> new IOException("it has no appTag")),
                text(json, "owner"),
                text(json, "proxyUser"),
                content.created());
    }

    private static int number(JsonNode json, String field) throws IOException {
        JsonNode value = json.path(field);
        if (!value.isInt() || value.intValue() < 0 || value.intValue() == Integer.MAX_VALUE) {
            throw new IOException("it has no " + field + " that is a number");
        }
        return value.intValue();
    }

    private static Optional<String> text(JsonNode json, String field) throws IOException {
        JsonNode value = json.path(field);
        if (value.isTextual() || value.isMissingNode() || value.isNull()) {
            return Optional.ofNullable(value.textValue()).filter(text -> !text.isEmpty());
        }
        throw new IOException("its " + field + " is not a text");
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
    }
}
