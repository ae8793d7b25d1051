package io.understudy.ha.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.ha.node.Service.Activated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where no lock says that the term before is over, a service waits until it must be. */
final class PatientServiceTest {

    private final NodeBench bench = new NodeBench();
    private final PatientService service = new PatientService(bench, bench);
    private final List<Activated> told = new ArrayList<>();

    @Test
    void whatIsReadEarlyWaitsForTheEndOfEveryOlderLease() {
        activate();
        answer(new Activated.Ready(3));
        bench.pass(NodeBench.TIMEOUT.minusMillis(1));
        assertThat(told).isEmpty();

        bench.pass(Duration.ofMillis(1));
        assertThat(told).containsExactly(new Activated.Ready(3));
    }

    @Test
    void whatIsReadLateWaitsNoLonger() {
        activate();
        bench.pass(NodeBench.TIMEOUT.plusSeconds(1));
        assertThat(told).isEmpty();

        answer(new Activated.Ready(3));
        assertThat(told).containsExactly(new Activated.Ready(3));
    }

    @Test
    void aFailureIsToldAtOnceAndOnce() {
        activate();
        answer(new Activated.Failed("no"));
        bench.pass(NodeBench.TIMEOUT.multipliedBy(2));

        assertThat(told).containsExactly(new Activated.Failed("no"));
    }

    @Test
    void toWaitIsToGoOnButNotForEver() {
        activate();
        long before = service.progress();
        bench.pass(NodeBench.TIMEOUT.dividedBy(2));
        long between = service.progress();
        bench.pass(NodeBench.TIMEOUT);
        long after = service.progress();
        bench.pass(NodeBench.TIMEOUT);

        assertThat(before).isLessThan(between);
        assertThat(between).isLessThan(after);
        assertThat(service.progress()).isEqualTo(after);
    }

    private void activate() {
        service.activate(bench.door(1, 1), () -> true, told::add);
    }

    private void answer(Activated activated) {
        bench.activations.remove().accept(activated);
        bench.settle();
    }
}
