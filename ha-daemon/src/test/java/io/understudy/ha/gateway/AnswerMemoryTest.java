package io.understudy.ha.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The bound on answers in memory. */
final class AnswerMemoryTest {

    private final AnswerMemory memory = new AnswerMemory(100);

    @Test
    void allSharesTogetherStayWithinTheLimit() {
        AnswerMemory.Share first = memory.share();
        AnswerMemory.Share second = memory.share();

        assertThat(first.take(60)).isTrue();
        assertThat(second.take(40)).isTrue();
        assertThat(second.take(1)).isFalse();
        first.giveBack();
        assertThat(second.take(1)).isTrue();
        assertThat(memory.taken()).isEqualTo(41);
    }

    @Test
    void aShareIsGivenBackOnceAndForGood() {
        AnswerMemory.Share other = memory.share();
        other.take(50);
        AnswerMemory.Share share = memory.share();
        share.take(10);

        share.giveBack();
        share.giveBack();

        assertThat(share.take(1)).isFalse();
        assertThat(memory.taken()).isEqualTo(50);
    }
}
