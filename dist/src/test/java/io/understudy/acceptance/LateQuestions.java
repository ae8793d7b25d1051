package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Many connections to one node, taken by it long ago, on which it is asked for batches, and whether it is active, while it
 * cannot answer.
 */
final class LateQuestions implements AutoCloseable {

    private static final String ACTIVE = "/ha/active";
    private static final String STATUS = "/ha/status";

    private final List<RawConnection> connections = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    /** Connects, so that nothing but the questions is missing. */
    LateQuestions(URI node, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            connections.add(RawConnection.warm(node));
        }
    }

    /** Asks for these batches and for the node's role in turn, once on each connection. */
    void ask(List<Long> batches) throws IOException {
        for (RawConnection connection : connections) {
            int turn = asked.size();
            String path = switch (turn % 4) {
                case 0 -> ACTIVE;
                case 1 -> STATUS;
                default -> "/batches/" + batches.get(turn / 4 % batches.size());
            };
            connection.get(path);
            asked.add(path);
        }
    }

    /** Waits for all answers: what they tell of a batch is of this term or a later one, in which another node serves. */
    void assertAnsweredOfTerm(long epoch) throws IOException {
        for (int i = 0; i < asked.size(); i++) {
            RawConnection.Answer answer = connections.get(i).read();
            String text = asked.get(i) + ": " + answer;
            if (asked.get(i).equals(ACTIVE)) {
                assertThat(answer.status()).as(text).isEqualTo(503);
            } else if (asked.get(i).equals(STATUS)) {
                assertThat(answer.json().path("serving").asBoolean(true))
                        .as(text)
                        .isFalse();
            } else {
                assertThat(answer.status()).as(text).isIn(200, 404, 503);
                if (answer.status() != 503) {
                    assertThat(answer.epoch()).as("epoch of " + text).isGreaterThanOrEqualTo(epoch);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }
}
