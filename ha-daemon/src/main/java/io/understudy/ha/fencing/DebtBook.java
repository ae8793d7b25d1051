package io.understudy.ha.fencing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.ReadOutcome;
import io.understudy.fencing.StorePaths;
import io.understudy.fencing.StoredNode;
import io.understudy.fencing.StoredNode.Content;
import io.understudy.fencing.WriteOp;
import io.understudy.fencing.WriteOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a term owes, in its record, and the proofs that come of it, beside those of the launchers. Calls return at once;
 * replies come once, on a thread of the store, and are empty if the store did not do it.
 *
 * @param store of the term
 */
public record DebtBook(FencedStore store) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is owed and what was, once the term's record tells that it serves. */
    public void read(Consumer<Optional<List<Debt>>> reply) {
        store.read(
                List.of(record()),
                read -> reply.accept(first(read)
                        .flatMap(node -> node.content())
                        .flatMap(DebtBook::fields)
                        .filter(fields -> fields.has("phases"))
                        .map(Debt::read)));
    }

    /** Whether there is proof that the process is dead. */
    public void isProvenDead(Debt debt, Consumer<Optional<Boolean>> reply) {
        store.read(
                List.of(grave(debt)),
                read -> reply.accept(first(read)
                        .filter(node -> node.unread().isEmpty())
                        .map(node -> node.content().isPresent())));
    }

    /**
     * Writes a debt that has changed, and with one that is done the proof, both or nothing.
     *
     * @param reply hears all debts as they stand now
     */
    public void save(Debt changed, Consumer<Optional<List<Debt>>> reply) {
        store.read(List.of(record(), grave(changed)), read -> {
            Optional<Content> record = first(read).flatMap(StoredNode::content);
            Optional<ObjectNode> fields = record.flatMap(DebtBook::fields);
            if (fields.isEmpty() || !(read instanceof ReadOutcome.Found<List<StoredNode>> found)) {
                reply.accept(Optional.empty());
                return;
            }
            List<Debt> debts = Debt.read(fields.get()).stream()
                    .map(debt -> debt.incarnation().equals(changed.incarnation()) ? changed : debt)
                    .toList();
            fields.get().set(Debt.FIELD, Debt.write(debts));
            List<WriteOp> ops = new ArrayList<>();
            ops.add(new WriteOp.Update(
                    record(), bytes(fields.get()), record.get().version()));
            if (changed.state() == Debt.State.DONE
                    && found.value().get(1).content().isEmpty()) {
                ops.add(new WriteOp.Create(grave(changed), bytes(proof(changed))));
            }
            store.write(
                    ops,
                    outcome -> reply.accept(
                            outcome instanceof WriteOutcome.Written ? Optional.of(debts) : Optional.empty()));
        });
    }

    /** As a launcher's, and what has proven it. */
    private ObjectNode proof(Debt done) {
        return JSON.createObjectNode()
                .put("node", done.node())
                .put("incarnation", done.incarnation())
                .put("by", done.by().orElseThrow())
                .put("epoch", store.term().epoch().number());
    }

    private String record() {
        return StorePaths.history(store.term().epoch());
    }

    private static String grave(Debt debt) {
        return StorePaths.grave(debt.incarnation());
    }

    private static Optional<StoredNode> first(ReadOutcome<List<StoredNode>> read) {
        return read instanceof ReadOutcome.Found<List<StoredNode>> found
                ? Optional.of(found.value().get(0))
                : Optional.empty();
    }

    private static Optional<ObjectNode> fields(Content record) {
        try {
            JsonNode json = JSON.readTree(record.data());
            return json instanceof ObjectNode fields ? Optional.of(fields) : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(UTF_8);
    }
}
