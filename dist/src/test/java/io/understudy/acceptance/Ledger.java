package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.bench.history.Call;
import io.understudy.bench.history.Call.Create;
import io.understudy.bench.history.Call.Delete;
import io.understudy.bench.history.Linearizability;
import io.understudy.bench.history.Operation;
import io.understudy.bench.history.Outcome.Exists;
import io.understudy.bench.history.Outcome.Refused;
import io.understudy.bench.history.Outcome.Unknown;
import io.understudy.bench.load.Load;
import io.understudy.local.daemons.NodeClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The batches that clients of one cluster have made and deleted, to be compared with what the cluster says it has. */
final class Ledger {

    private static final Pattern TAG = Pattern.compile("understudy-[0-9a-f]{8}-(\\d+)-");

    private final Stage stage;
    private final Set<Long> made = new TreeSet<>();
    private final Set<Long> standing = new TreeSet<>();

    Ledger(Stage stage) {
        this.stage = stage;
    }

    /**
     * Judges what clients saw, after they have ended. What was never answered is asked again with its key first, as a
     * client has to, and every batch is looked at through every node last.
     *
     * @param desk takes down what is asked
     */
    void close(Load desk, List<Load> others) {
        URI door = stage.node(stage.active()).http();
        open(history(desk, others))
                .forEach(call -> assertThat(desk.ask(call, door))
                        .as(call.toString())
                        .isNotInstanceOf(Unknown.class)
                        .isNotInstanceOf(Refused.class));
        Set<Long> ids = ids(history(desk, others));
        made.addAll(ids);
        standing.removeAll(ids);
        for (String node : stage.ids()) {
            for (long id : ids) {
                if (desk.ask(new Call.Get(id), stage.node(node).http()) instanceof Exists) {
                    standing.add(id);
                }
            }
        }
        assertThat(Linearizability.violations(history(desk, others))).isEmpty();
        assertThat(listed()).as("all batches that there are").containsExactlyElementsOf(standing);
    }

    private static List<Operation> history(Load desk, List<Load> others) {
        return Stream.concat(Stream.of(desk), others.stream())
                .flatMap(load -> load.history().stream())
                .toList();
    }

    /** Keyed calls that nobody knows the outcome of: those of which no answer said it. */
    private static Set<Call> open(List<Operation> history) {
        Set<Call> open = new LinkedHashSet<>();
        Set<Call> answered = new LinkedHashSet<>();
        for (Operation operation : history) {
            boolean told = !(operation.outcome() instanceof Unknown || operation.outcome() instanceof Refused);
            if (operation.call() instanceof Create || operation.call() instanceof Delete) {
                (told ? answered : open).add(operation.call());
            }
        }
        open.removeAll(answered);
        return open;
    }

    private static Set<Long> ids(List<Operation> history) {
        Set<Long> ids = new TreeSet<>();
        history.forEach(operation -> {
            if (operation.outcome() instanceof Exists exists) {
                ids.add(exists.id());
            }
        });
        return ids;
    }

    private List<Long> listed() {
        List<Long> listed = new ArrayList<>();
        NodeClient client = stage.client(stage.active());
        int size = 100;
        JsonNode page;
        do {
            page = stage.get(client, "/batches?from=" + listed.size() + "&size=" + size)
                    .json()
                    .path("sessions");
            page.forEach(batch -> listed.add(batch.path("id").asLong()));
        } while (page.size() == size);
        return listed.stream().sorted().toList();
    }

    /**
     * Every batch that stands ran once, no other ran twice, and YARN has no application that belongs to none of ours. On a
     * slow machine YARN loses patience with some; none was killed.
     */
    void compareWithYarn() {
        NodeClient client = stage.client(stage.active());
        Map<Long, String> applicationOf = new HashMap<>();
        for (long id : standing) {
            applicationOf.put(
                    id,
                    stage.awaitState(client, (int) id, "success", "dead")
                            .path("appId")
                            .asText());
        }
        await("the end of all applications")
                .atMost(Stage.LIMIT)
                .until(() -> stage.yarn().applications().stream()
                        .allMatch(application -> Set.of("FINISHED", "KILLED", "FAILED")
                                .contains(application.path("state").asText())));
        Map<Long, List<String>> applications = new HashMap<>();
        for (JsonNode application : stage.yarn().applications()) {
            Matcher tag = TAG.matcher(application.path("applicationTags").asText());
            assertThat(tag.find()).as("tag of " + application).isTrue();
            applications
                    .computeIfAbsent(Long.valueOf(tag.group(1)), first -> new ArrayList<>())
                    .add(application.path("id").asText());
        }
        assertThat(made).as("batches of which YARN knows").containsAll(applications.keySet());
        assertThat(applications)
                .allSatisfy((id, ofBatch) ->
                        assertThat(ofBatch).as("applications of batch %d", id).hasSize(1));
        applicationOf.forEach(
                (id, application) -> assertThat(applications.get(id)).containsExactly(application));
        applicationOf
                .values()
                .forEach(application -> assertThat(stage.yarn().attempts(application))
                        .as(application)
                        .isEqualTo(1));
    }
}
