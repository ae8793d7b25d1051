package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Many connections to one node, taken by it long ago, on which it is asked for batches while it cannot answer. */
final class LateQuestions implements AutoCloseable {

    private final List<RawConnection> connections = new ArrayList<>();

    /** Connects, so that nothing but the questions is missing. */
    LateQuestions(URI node, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            connections.add(RawConnection.warm(node));
        }
    }

    /** Asks for these batches in turn, once on each connection. */
    void ask(List<Long> batches) throws IOException {
        for (int i = 0; i < connections.size(); i++) {
            connections.get(i).get("/batches/" + batches.get(i % batches.size()));
        }
    }

    /** Waits for all answers: what they tell of a batch is of this term or a later one. */
    void assertAnsweredOfTerm(long epoch) throws IOException {
        for (RawConnection connection : connections) {
            RawConnection.Answer answer = connection.read();
            assertThat(answer.status()).as(answer.toString()).isIn(200, 404, 503);
            if (answer.status() != 503) {
                assertThat(answer.epoch()).as("epoch of " + answer).isGreaterThanOrEqualTo(epoch);
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
