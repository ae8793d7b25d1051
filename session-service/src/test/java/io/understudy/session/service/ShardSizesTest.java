package io.understudy.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.SessionId;
import org.junit.jupiter.api.Test;

/** How full the fullest shard is. */
final class ShardSizesTest {

    @Test
    void countsByTheLowByteOfTheIdAndWhatIsAstrayWhereItStands() {
        ShardSizes sizes = new ShardSizes();
        assertThat(sizes.largest()).isZero();

        sizes.add(new SessionId(5));
        sizes.add(new SessionId(256 + 5));
        sizes.add(new SessionId(6));
        assertThat(sizes.largest()).isEqualTo(2);
        sizes.add("sessions/05/0000000006");
        assertThat(sizes.largest()).isEqualTo(3);

        sizes.remove(new SessionId(5));
        assertThat(sizes.largest()).isEqualTo(2);
    }
}
