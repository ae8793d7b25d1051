package io.understudy.acceptance;

import io.understudy.bench.load.Load;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** What clients get done while a test goes on. */
final class Operations {

    private Operations() {}

    /** Waits until every client has so many more operations behind it. */
    static void await(Load load, int each) {
        List<Long> before = load.done();
        Awaitility.await("operations of every client").atMost(Stage.LIMIT).until(() -> {
            List<Long> now = load.done();
            return IntStream.range(0, now.size()).allMatch(client -> now.get(client) >= before.get(client) + each);
        });
    }
}
