package io.understudy.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.IdempotencyKey;
import io.understudy.session.SessionId;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Ids by texts of which only fingerprints are kept. */
final class FingerprintsTest {

    /** At this point every text has the fingerprint of its last character. */
    private static final RandomGenerator ZERO = () -> 0L;

    private static final SessionId ONE = new SessionId(1);
    private static final SessionId TWO = new SessionId(2);
    private static final SessionId THREE = new SessionId(3);

    @Test
    void findsWhatWasAddedAndNothingElse() {
        Fingerprints prints = new Fingerprints(new Random(1));
        for (int i = 0; i < 20_000; i++) {
            prints.add("name-" + i, new SessionId(i));
        }
        for (int i = 0; i < 20_000; i++) {
            assertThat(prints.candidates("name-" + i)).containsExactly(new SessionId(i));
            assertThat(prints.candidates("other-" + i)).isEmpty();
        }
    }

    @Test
    void theSameTwiceIsThereOnce() {
        Fingerprints prints = new Fingerprints(new Random(1));
        prints.add("a", TWO);
        prints.add("a", TWO);
        prints.add("a", ONE);
        prints.add("a", ONE);

        assertThat(prints.candidates("a")).containsExactly(TWO, ONE);
        prints.remove("a", TWO);
        assertThat(prints.candidates("a")).containsExactly(ONE);
        prints.remove("a", ONE);
        assertThat(prints.candidates("a")).isEmpty();
    }

    @Test
    void textsWithOneFingerprintDoNotHideEachOther() {
        Fingerprints prints = new Fingerprints(ZERO);
        prints.add("ax", THREE);
        prints.add("bx", ONE);
        prints.add("cx", TWO);

        assertThat(prints.candidates("dx")).containsExactly(THREE, TWO, ONE);
        prints.remove("cx", THREE);
        prints.remove("cx", new SessionId(4));
        assertThat(prints.candidates("ax")).containsExactly(TWO, ONE);
        prints.remove("bx", TWO);
        assertThat(prints.candidates("ax")).containsExactly(ONE);
        prints.remove("ax", ONE);
        assertThat(prints.candidates("ax")).isEmpty();
    }

    @Test
    void keysOfTwoUsersAreTwoKeys() {
        Fingerprints prints = new Fingerprints(new Random(1));
        prints.add(new IdempotencyKey(Optional.of("ann"), "k"), ONE);
        prints.add(new IdempotencyKey(Optional.empty(), "k"), TWO);

        assertThat(prints.candidates(new IdempotencyKey(Optional.of("ann"), "k")))
                .containsExactly(ONE);
        assertThat(prints.candidates(new IdempotencyKey(Optional.empty(), "k"))).containsExactly(TWO);
        assertThat(prints.candidates(new IdempotencyKey(Optional.of("bob"), "k")))
                .isEmpty();
    }

    /** Beside the arithmetic of the JDK. */
    @Test
    void theFingerprintIsThePolynomialAtThePoint() {
        BigInteger prime = BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE);
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            long point = random.nextLong(prime.longValue());
            String text = text(random);
            BigInteger expected = BigInteger.ONE;
            for (int at = 0; at < text.length(); at++) {
                expected = expected.multiply(BigInteger.valueOf(point))
                        .add(BigInteger.valueOf(text.charAt(at)))
                        .mod(prime);
            }
            assertThat(Fingerprints.print(text, point)).isEqualTo(expected.longValue());
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append((char) random.nextInt(Character.MAX_VALUE + 1));
        }
        return text.toString();
    }
}
