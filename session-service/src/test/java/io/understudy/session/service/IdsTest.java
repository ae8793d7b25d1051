package io.understudy.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.IdBlock;
import io.understudy.fencing.testing.InMemoryFencedStore;
import io.understudy.fencing.testing.InMemoryFencedStore.Weather;
import io.understudy.fencing.testing.InMemoryStore;
import io.understudy.session.SessionId;
import io.understudy.session.store.ZnodeSessions;
import io.understudy.session.testing.VirtualLoop;
import io.understudy.session.testing.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class IdsTest {

    private final VirtualTime time = new VirtualTime();
    private final VirtualLoop loop = new VirtualLoop(time);
    private final InMemoryFencedStore door = InMemoryFencedStore.win(InMemoryStore.create(), "n1");
    private final Problems problems = new Problems();
    private final Office office = new Office(loop, door.term(), () -> true);
    private final Ids ids = new Ids(office, new ZnodeSessions(door, loop), problems);

    IdsTest() {
        office.enter();
    }

    @Test
    void theNextBlockIsThereBeforeTheFirstEnds() {
        for (int i = 0; i < 5000; i++) {
            assertThat(ids.take()).contains(new SessionId(i));
            time.run(Duration.ofMillis(1));
        }
    }

    @Test
    void withoutAReservationNoIdIsGivenTwiceAndNoneInvented() {
        for (int i = 0; i < 1000; i++) {
            door.forecast(Weather.LOST_AND_UNKNOWN);
            assertThat(ids.take()).contains(new SessionId(i));
            time.run(Duration.ofMillis(1));
        }
        assertThat(ids.take()).isEmpty();
        assertThat(problems.sentences()).singleElement().asString().startsWith("No session ids could be reserved");
    }

    @Test
    void whatWasReservedInVainIsNotUsed() {
        for (int i = 0; i < 499; i++) {
            ids.take();
        }
        door.forecast(Weather.APPLIED_BUT_UNKNOWN);
        ids.take();
        time.run(Duration.ofMillis(1));
        ids.replenish();
        time.run(Duration.ofMillis(1));
        for (int i = 500; i < 1000; i++) {
            ids.take();
        }

        assertThat(ids.take()).contains(new SessionId(2000));
        assertThat(problems.sentences()).isEmpty();
    }

    @Test
    void knowsWhatWasNeverGivenOut() {
        IdBlock own = door.term().ids();

        assertThat(ids.isBeyond(new SessionId(own.end() - 1))).isFalse();
        assertThat(ids.isBeyond(new SessionId(own.end()))).isTrue();
    }
}
