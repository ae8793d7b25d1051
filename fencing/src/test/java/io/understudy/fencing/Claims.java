package io.understudy.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.WriteOutcome.Unknown;
import io.understudy.fencing.WriteOutcome.Written;
import io.understudy.fencing.testing.Reply;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writes, each with data that no other has, and what was said of them: to be compared with what was applied. Any thread
 * may add.
 */
final class Claims {

    private final Queue<Claim> claims = new ConcurrentLinkedQueue<>();

    private record Claim(String data, Reply<WriteOutcome> reply) {}

    /** Notes a write; what is returned takes its outcome. */
    Reply<WriteOutcome> add(String data) {
        Claim claim = new Claim(data, new Reply<>());
        claims.add(claim);
        return claim.reply();
    }

    /** Waits until everything has an outcome. */
    void awaitAll() {
        claims.forEach(claim -> claim.reply().await());
    }

    int size() {
        return claims.size();
    }

    /** How many had such an outcome. */
    long count(Class<? extends WriteOutcome> outcome) {
        return claims.stream()
                .filter(claim -> outcome.isInstance(claim.reply().await()))
                .count();
    }

    /**
     * Fails unless every outcome is the truth: what was written was applied once, what was refused never, and what is
     * unknown not more than once.
     *
     * @param applied how often each data was
     */
    void assertTrue(Map<String, Integer> applied) {
        claims.forEach(claim -> assertTrue(claim, applied.getOrDefault(claim.data(), 0)));
    }

    private static void assertTrue(Claim claim, int times) {
        WriteOutcome said = claim.reply().await();
        if (said instanceof Written) {
            assertThat(times).as(claim.data()).isEqualTo(1);
        } else if (said instanceof Unknown) {
            assertThat(times).as(claim.data()).isLessThanOrEqualTo(1);
        } else {
            assertThat(times)
                    .as("%s, of which was said: %s", claim.data(), said)
                    .isZero();
        }
    }

    @Override
    public String toString() {
        return "%,d writes (%,d written, %,d in conflict, %,d refused, %,d unknown)"
                .formatted(
                        size(),
                        count(Written.class),
                        count(WriteOutcome.Conflict.class),
                        count(WriteOutcome.Deposed.class),
                        count(Unknown.class));
    }
}
