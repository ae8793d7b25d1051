package io.understudy.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.SessionId;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids in a set that pages are cut from, beside a set of the JDK. */
final class AscendingIdsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void isASortedSet(long seed) {
        Random random = new Random(seed);
        AscendingIds ids = new AscendingIds();
        TreeSet<SessionId> expected = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            SessionId id = new SessionId(
                    random.nextInt(4) == 0 ? Integer.MAX_VALUE - random.nextInt(9000) : random.nextInt(20_000));
            if (random.nextInt(3) == 0) {
                ids.remove(id);
                expected.remove(id);
            } else {
                ids.add(id);
                expected.add(id);
            }
        }
        List<SessionId> sorted = List.copyOf(expected);

        assertThat(ids.size()).as("seed %d", seed).isEqualTo(sorted.size());
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(sorted.size() + 10) - 5;
            int count = random.nextInt(sorted.size()) - 5;
            int begin = Math.min(Math.max(0, from), sorted.size());
            int end = Math.min(sorted.size(), begin + Math.max(0, count));
            assertThat(ids.page(from, count)).as("seed %d", seed).isEqualTo(sorted.subList(begin, end));
            SessionId first = new SessionId(random.nextInt(25_000));
            assertThat(ids.from(first.number(), Math.max(0, count)))
                    .as("seed %d", seed)
                    .isEqualTo(expected.tailSet(first).stream()
                            .limit(Math.max(0, count))
                            .toList());
        }
    }
}
