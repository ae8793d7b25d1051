package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.local.daemons.NodeClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An active that is stopped in its tracks and goes on later, with requests lying in its sockets, answers nothing stale. */
final class PauseIT {

    private static final int GETS = 1000;
    private static final int POSTS = 100;
    private static final int BATCHES = 10;

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.open("pause", 3, Map.of());
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    @Test
    void aResumedActiveAnswersNothingStaleAndWritesNothing() throws Exception {
        String paused = stage.active();
        long oldEpoch = stage.status(paused).orElseThrow().path("epoch").asLong();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            ids.add(stage.post(stage.client(paused), "sleep 300"));
        }
        ids.forEach(id -> stage.awaitState(stage.client(paused), id, "running"));
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < GETS + POSTS; i++) {
            connections.add(RawConnection.warm(stage.node(paused).http()));
        }
        // These were taken in and perhaps built before the halt: ZooKeeper has to refuse what comes after the fence.
        List<RawConnection> before = new ArrayList<>();
        for (int i = 0; i < POSTS; i++) {
            before.add(RawConnection.warm(stage.node(paused).http()));
        }
        for (RawConnection connection : before) {
            connection.post("/batches", Stage.body("true"));
        }

        stage.signal(paused, "STOP");
        try {
            String successor = stage.activeBut(paused);
            NodeClient client = stage.client(successor);
            Set<Integer> deleted = new HashSet<>(ids.subList(0, BATCHES / 2));
            for (int id : deleted) {
                assertThat(client.delete("/batches/" + id, Map.of()).status()).isEqualTo(200);
            }
            for (int i = 0; i < GETS; i++) {
                connections.get(i).get("/batches/" + ids.get(i % BATCHES));
            }
            for (int i = GETS; i < GETS + POSTS; i++) {
                connections.get(i).post("/batches", Stage.body("true"));
            }
            Stage.faultLasts(Duration.ofSeconds(18));
            stage.signal(paused, "CONT");

            for (int i = 0; i < GETS; i++) {
                RawConnection.Answer answer = connections.get(i).read();
                int id = ids.get(i % BATCHES);
                if (deleted.contains(id)) {
                    assertThat(answer.status())
                            .as("GET of deleted batch %d: %s", id, answer)
                            .isIn(404, 503);
                }
                assertNotOfOldTerm(answer, oldEpoch);
            }
            Set<Integer> created = new HashSet<>();
            for (int i = GETS; i < GETS + POSTS; i++) {
                RawConnection.Answer answer = connections.get(i).read();
                assertThat(answer.status()).isIn(201, 503);
                assertNotOfOldTerm(answer, oldEpoch);
                if (answer.status() == 201) {
                    assertThat(created.add(answer.json().path("id").asInt())).isTrue();
                }
            }
            for (RawConnection connection : before) {
                RawConnection.Answer answer = connection.read();
                if (answer.status() == 201) {
                    created.add(answer.json().path("id").asInt());
                }
            }
            created.forEach(id -> stage.batch(stage.client(successor), id));
            stage.awaitRole(paused, List.of("standby"));
            assertThat(StoreLog.of(stage).violations()).isEmpty();
        } finally {
            stage.signal(paused, "CONT");
            for (RawConnection connection : connections) {
                connection.close();
            }
            for (RawConnection connection : before) {
                connection.close();
            }
        }
    }

    private static void assertNotOfOldTerm(RawConnection.Answer answer, long oldEpoch) {
        if (answer.status() / 100 == 2) {
            assertThat(answer.epoch()).as(answer.toString()).isGreaterThan(oldEpoch);
        }
    }
}
