package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests go, and whom to leave alone. */
final class RouteTest {

    private static final ActiveNode OTHER = active("n2", 7);

    private long now = 1;

    @Test
    void aClientsRequestGoesWhereItIsServed() {
        Optional<Epoch> open = Optional.of(new Epoch(8));
        assertThat(Route.ofClient("n1", open, Optional.of(OTHER), a -> false)).isEqualTo(new Route.Here(new Epoch(8)));
        assertThat(Route.ofClient("n1", Optional.empty(), Optional.of(OTHER), a -> false))
                .isEqualTo(new Route.There(OTHER));
        assertThat(Route.ofClient("n1", Optional.empty(), Optional.of(OTHER), a -> true))
                .isEqualTo(new Route.Wait());
        assertThat(Route.ofClient("n2", Optional.empty(), Optional.of(OTHER), a -> false))
                .isEqualTo(new Route.Wait());
        assertThat(Route.ofClient("n1", Optional.empty(), Optional.empty(), a -> false))
                .isEqualTo(new Route.Wait());
    }

    @Test
    void aForwardedRequestIsServedWaitsOrGoesBack() {
        Epoch meant = new Epoch(7);
        assertThat(Route.ofMarked(meant, Optional.of(meant), true)).isEqualTo(new Route.Here(meant));
        assertThat(Route.ofMarked(meant, Optional.of(new Epoch(8)), true)).isEqualTo(new Route.Misdirected());
        assertThat(Route.ofMarked(meant, Optional.empty(), true)).isEqualTo(new Route.Wait());
        assertThat(Route.ofMarked(meant, Optional.empty(), false)).isEqualTo(new Route.Misdirected());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /,             'text/html',        PAGE",
        "GET,  /ui,           'text/html,*/*',    PAGE",
        "GET,  /ui/x/y,       'text/html',        PAGE",
        "GET,  /ui/,          '*/*',              SERVICE",
        "GET,  /uix,          'text/html',        SERVICE",
        "GET,  /batches,      'text/html',        SERVICE",
        "POST, /ui/,          'text/html',        SERVICE",
        "HEAD, /,             'text/html',        SERVICE",
        "GET,  /ha/status,    'text/html',        LOCAL",
        "POST, /ha/switchover,'',                 LOCAL",
        "GET,  /metrics,      '',                 LOCAL",
        "GET,  /metrics/x,    '',                 SERVICE",
        "GET,  /isActive,     '',                 LOCAL",
        "GET,  /hat,          '',                 SERVICE",
    })
    void threeKindsOfRequest(String method, String path, String accept, RequestKind kind) {
        assertThat(RequestKind.of(method, path, accept)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoCouldNotBeReachedIsLeftAloneForAWhile(long seed) {
        Avoidance avoidance = new Avoidance(() -> now, new Random(seed));
        for (int failure = 0; failure < 6; failure++) {
            avoidance.avoid(OTHER);
            assertThat(avoidance.avoids(OTHER)).as("seed %d", seed).isTrue();
            assertThat(avoidance.avoids(active("n2", 8))).isFalse();
            assertThat(avoidance.avoids(active("n3", 7))).isFalse();
            now += Duration.ofMillis(249).toNanos();
            assertThat(avoidance.avoids(OTHER)).as("seed %d", seed).isTrue();
            now += Duration.ofMillis(1752).toNanos();
            assertThat(avoidance.avoids(OTHER)).as("seed %d", seed).isFalse();
            assertThat(avoidance.mayTry(OTHER)).as("seed %d", seed).isTrue();
        }
        avoidance.avoid(OTHER);
        avoidance.reached(OTHER);
        assertThat(avoidance.avoids(OTHER)).isFalse();
    }

    @Test
    void afterThePauseOneTriesForAll() {
        Avoidance avoidance = new Avoidance(() -> now, new Random(1));
        assertThat(avoidance.mayTry(OTHER)).isTrue();
        assertThat(avoidance.mayTry(OTHER)).isTrue();
        avoidance.avoid(OTHER);
        assertThat(avoidance.mayTry(OTHER)).isFalse();
        now += Duration.ofSeconds(2).toNanos();

        assertThat(avoidance.mayTry(OTHER)).isTrue();
        assertThat(avoidance.mayTry(OTHER)).isFalse();
        assertThat(avoidance.avoids(OTHER)).isTrue();
        now += Duration.ofMillis(250).toNanos();
        assertThat(avoidance.mayTry(OTHER))
                .as("the first was never heard of again")
                .isTrue();

        avoidance.reached(OTHER);
        assertThat(avoidance.mayTry(OTHER)).isTrue();
        assertThat(avoidance.mayTry(OTHER)).isTrue();
    }

    private static ActiveNode active(String node, long epoch) {
        return new ActiveNode(node, URI.create("http://" + node), new Epoch(epoch), Instant.EPOCH);
    }
}
