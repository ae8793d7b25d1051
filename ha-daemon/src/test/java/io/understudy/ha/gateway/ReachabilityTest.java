package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whether the active can be reached, by what was heard of it. */
final class ReachabilityTest implements Office {

    private final FakeCluster cluster = new FakeCluster();
    private final List<Consumer<Optional<Reply>>> questions = new ArrayList<>();
    private final List<URI> addresses = new ArrayList<>();
    private Optional<Epoch> open = Optional.empty();
    private boolean shunned;
    private long now;
    private final Reachability reachability = new Reachability(
            this,
            cluster,
            active -> !active.node().equals("n1") && !shunned,
            (address, limit, reply) -> {
                assertThat(limit).isPositive();
                addresses.add(address);
                questions.add(reply);
            },
            () -> now);

    @Test
    void withoutAnActiveTheTimeGrowsFromTheStartOn() {
        passes(Duration.ofSeconds(5));

        assertThat(reachability.withoutActive()).isEqualTo(Duration.ofSeconds(5));
        assertThat(questions).isEmpty();
    }

    @Test
    void anActiveThatSaysItServesIsReachable() {
        serves("n2", 7);
        reachability.look();
        assertThat(reachability.withoutActive()).isPositive();

        answer(200);

        assertThat(reachability.withoutActive()).isZero();
        assertThat(addresses).containsExactly(URI.create("http://n2:1/ha/active"));
    }

    @Test
    void anActiveThatDoesNotServeIsNone() {
        serves("n2", 7);
        reachability.look();
        passes(Duration.ofSeconds(1));

        answer(503);

        assertThat(reachability.withoutActive()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anIdleNodeNoticesThatItIsCutOff() {
        serves("n2", 7);
        reachability.reached(cluster.active().orElseThrow());

        passes(Reachability.VALIDITY.minusNanos(1));
        assertThat(reachability.withoutActive()).isZero();
        passes(Duration.ofNanos(1));
        assertThat(reachability.withoutActive()).isEqualTo(Reachability.VALIDITY);
        passes(Duration.ofSeconds(20));
        assertThat(reachability.withoutActive()).isEqualTo(Reachability.VALIDITY.plusSeconds(20));
    }

    @Test
    void oneQuestionAtATime() {
        serves("n2", 7);
        for (int i = 0; i < 100; i++) {
            reachability.look();
        }
        assertThat(questions).hasSize(1);

        answerNothing();
        reachability.look();

        assertThat(questions).hasSize(1);
    }

    @Test
    void aQuestionThatHangsDoesNotConcernTheNextActive() {
        serves("n2", 7);
        reachability.look();
        serves("n3", 8);
        reachability.look();
        assertThat(addresses).hasSize(2);

        questions.get(1).accept(Optional.of(Reply.message(200, "yes")));
        assertThat(reachability.withoutActive()).isZero();
        questions.get(0).accept(Optional.of(Reply.message(200, "yes")));

        assertThat(reachability.withoutActive()).isZero();
    }

    @Test
    void whoeverAnsweredJustNowIsNotAsked() {
        serves("n2", 7);
        reachability.reached(cluster.active().orElseThrow());
        reachability.look();
        assertThat(questions).isEmpty();

        passes(Reachability.INTERVAL);
        reachability.look();

        assertThat(questions).hasSize(1);
    }

    @Test
    void anotherTermIsAnotherActive() {
        serves("n2", 7);
        reachability.reached(cluster.active().orElseThrow());

        serves("n2", 8);

        assertThat(reachability.withoutActive()).isPositive();
    }

    @Test
    void anActiveThatTurnsRequestsAwayIsNotReachable() {
        serves("n2", 7);
        reachability.reached(cluster.active().orElseThrow());

        shunned = true;

        assertThat(reachability.withoutActive()).isPositive();
        reachability.look();
        assertThat(questions).isEmpty();
    }

    @Test
    void whoeverServesNeedsNobody() {
        serves("n1", 7);
        open = Optional.of(new Epoch(7));
        passes(Duration.ofSeconds(30));
        assertThat(reachability.withoutActive()).isZero();

        reachability.look();
        open = Optional.empty();
        passes(Duration.ofSeconds(3));

        assertThat(reachability.withoutActive()).isEqualTo(Duration.ofSeconds(3));
        assertThat(questions).isEmpty();
    }

    private void serves(String node, long epoch) {
        cluster.serves(node, URI.create("http://" + node + ":1"), epoch);
    }

    private void passes(Duration time) {
        now += time.toNanos();
    }

    private void answer(int status) {
        questions.remove(0).accept(Optional.of(Reply.message(status, "")));
    }

    private void answerNothing() {
        questions.remove(0).accept(Optional.empty());
    }

    @Override
    public Optional<Epoch> open() {
        return open;
    }

    @Override
    public boolean holdsLock() {
        return false;
    }
}
