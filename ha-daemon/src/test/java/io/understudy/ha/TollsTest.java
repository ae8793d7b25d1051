package io.understudy.ha;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.ha.gateway.Traffic.Counts;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.ClusterView.Member;
import io.understudy.ha.node.Toll;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a change of office costs clients, as this node counts it and adds it up. */
final class TollsTest {

    private static final Epoch SEVEN = new Epoch(7);
    private static final Epoch EIGHT = new Epoch(8);

    private final PlayedBoard board = new PlayedBoard();
    private final List<Toll> shown = new ArrayList<>();
    private final List<Map<String, Toll>> reported = new ArrayList<>();
    private Counts counts = new Counts(0, 0);
    private Epoch serving = Epoch.NONE;
    private final Tolls tolls = new Tolls(
            board, () -> counts, shown::add, epoch -> epoch.equals(serving), (epoch, all) -> reported.add(all), board);

    @Test
    void eachChangeCostsWhatCameSinceTheOneBefore() {
        counts = new Counts(2, 1);
        serves(SEVEN);
        counts = new Counts(9, 1);
        look();
        assertThat(shown).containsExactly(new Toll(SEVEN, 2, 1));

        board.active = Optional.empty();
        look();
        counts = new Counts(10, 4);
        serves(EIGHT);

        assertThat(shown).containsExactly(new Toll(SEVEN, 2, 1), new Toll(EIGHT, 8, 3));
    }

    @Test
    void whoeverServesAddsUpWhatAllHaveShown() {
        serving = SEVEN;
        member("n1", Optional.empty());
        member("n2", Optional.of(new Toll(new Epoch(6), 5, 5)));
        serves(SEVEN);
        member("n1", Optional.of(new Toll(SEVEN, 1, 0)));
        look();
        assertThat(reported).isEmpty();

        member("n2", Optional.of(new Toll(SEVEN, 2, 0)));
        look();
        look();

        assertThat(reported).containsExactly(Map.of("n1", new Toll(SEVEN, 1, 0), "n2", new Toll(SEVEN, 2, 0)));
    }

    @Test
    void nobodyWaitsForEverForOneWhoIsLate() {
        serving = SEVEN;
        member("n1", Optional.of(new Toll(SEVEN, 1, 0)));
        member("n2", Optional.empty());
        serves(SEVEN);
        board.pass(Duration.ofSeconds(19));
        assertThat(reported).isEmpty();

        board.pass(Duration.ofSeconds(2));
        assertThat(reported).containsExactly(Map.of("n1", new Toll(SEVEN, 1, 0)));
        board.pass(Duration.ofMinutes(1));
        assertThat(reported).hasSize(1);
    }

    @Test
    void whoeverDoesNotServeAddsNothingUp() {
        serving = EIGHT;
        member("n1", Optional.of(new Toll(SEVEN, 1, 0)));
        serves(SEVEN);
        board.pass(Duration.ofMinutes(1));

        assertThat(reported).isEmpty();
    }

    private void serves(Epoch epoch) {
        board.active = Optional.of(new ActiveNode("n1", URI.create("http://n1"), epoch, Instant.EPOCH));
        look();
    }

    private void member(String node, Optional<Toll> toll) {
        board.members.removeIf(other -> other.node().equals(node));
        board.members.add(
                new Member(node, URI.create("http://" + node), "", "", "", true, false, Instant.EPOCH, 1, toll));
    }

    private void look() {
        tolls.look();
        board.settle();
    }
}
