package io.understudy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.understudy.session.ApplicationReport.Driver;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KnownDriversTest {

    @Test
    void aLaterAttemptComesBehindTheEarlierOnes() {
        KnownDrivers two = KnownDrivers.of(driver(1)).seen(List.of(driver(1), driver(2)));

        assertThat(two.list()).containsExactly(driver(1), driver(2));
        assertThat(two.last()).contains(driver(2));
        assertThat(two.seen(List.of())).isEqualTo(two);
        assertThat(two.seen(List.of(driver(2)))).isEqualTo(two);
        assertThat(KnownDrivers.NONE.last()).isEmpty();
    }

    @Test
    void whatComesTooLateStaysUnknown() {
        KnownDrivers second = KnownDrivers.of(driver(2));

        assertThat(second.seen(List.of(driver(1), driver(2), driver(3))).list()).containsExactly(driver(2), driver(3));
    }

    @Test
    void aNodeThatIsNoLongerSaidIsKept() {
        Driver ended = new Driver(driver(1).container(), "", "alice");

        assertThat(KnownDrivers.of(driver(1)).seen(List.of(ended, driver(2))).list())
                .containsExactly(driver(1), driver(2));
        assertThat(KnownDrivers.of(ended).seen(List.of(driver(1))).list()).containsExactly(driver(1));
    }

    @Test
    void ofManyTheFirstAndTheLastAreKept() {
        KnownDrivers oneByOne = KnownDrivers.NONE;
        for (int attempt = 1; attempt <= 20; attempt++) {
            oneByOne = oneByOne.seen(List.of(driver(attempt)));
        }
        KnownDrivers atOnce = KnownDrivers.of(
                IntStream.rangeClosed(1, 20).mapToObj(i -> driver(i)).toArray(Driver[]::new));

        assertThat(atOnce).isEqualTo(oneByOne);
        assertThat(oneByOne.omitted()).isEqualTo(12);
        assertThat(oneByOne.list())
                .containsExactly(
                        driver(1), driver(2), driver(15), driver(16), driver(17), driver(18), driver(19), driver(20));
        assertThat(oneByOne.seen(oneByOne.list())).isEqualTo(oneByOne);
        assertThatThrownBy(() -> new KnownDrivers(Collections.nCopies(9, driver(1)), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Driver driver(int attempt) {
        return new Driver("container_1_0001_%02d_000001".formatted(attempt), "host" + attempt + ":8042", "alice");
    }
}
