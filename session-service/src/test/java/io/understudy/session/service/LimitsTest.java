package io.understudy.session.service;

import static io.understudy.session.testing.Samples.named;
import static io.understudy.session.testing.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.Limits;
import io.understudy.session.Order;
import io.understudy.session.SessionId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many batches may be live, and that a refusal leaves nothing behind. */
final class LimitsTest {

    private static World world(Limits limits) {
        return new World(ServiceSettings.DEFAULT.withLimits(limits), Duration.ZERO);
    }

    private static Order owned(String key, String owner) {
        Order nobodys = order(key);
        return new Order(nobodys.request(), Optional.of(owner), Optional.empty(), nobodys.digest(), nobodys.key());
    }

    private static void finish(World world, int id) {
        world.cluster.finish(world.application(new SessionId(id)), FinalStatus.FAILED, "");
        world.settle();
    }

    @Test
    void soManyMayBeLiveInAll() {
        World world = world(new Limits(2, 0, 0));
        world.created("k0");
        world.created("k1");
        world.settle();

        assertThat(world.create(order("k2")).result())
                .isEqualTo(new Sessions.LimitReached("there are as many live batches as there may be: 2."));
        finish(world, 0);
        world.created("k3");
        assertThat(world.create(order("k4")).result()).isInstanceOf(Sessions.LimitReached.class);
        world.delete("1", "d");
        world.created("k5");
        assertThat(world.create(order("k6")).result()).isInstanceOf(Sessions.LimitReached.class);
    }

    @Test
    void soManyMayBeLiveOfOneUser() {
        World world = world(new Limits(0, 1, 0));
        world.created(owned("k0", "alice"));
        world.created(owned("k1", "bob"));
        world.created("k2");
        world.settle();

        assertThat(world.create(owned("k3", "alice")).result())
                .isEqualTo(new Sessions.LimitReached(
                        "there are as many live batches of user 'alice' as a user may have: 1."));
        assertThat(world.create(order("k4")).result()).isInstanceOf(Sessions.LimitReached.class);
        finish(world, 0);
        world.created(owned("k5", "alice"));
    }

    @Test
    void theNextTermCountsThemToo() {
        World world = world(new Limits(0, 1, 0));
        world.created(owned("k0", "alice"));
        world.created(owned("k1", "bob"));
        world.settle();
        finish(world, 1);
        world.takeOffice("n2");

        assertThat(world.create(owned("k2", "alice")).result()).isInstanceOf(Sessions.LimitReached.class);
        world.created(owned("k3", "bob"));
        finish(world, 0);
        world.created(owned("k4", "alice"));
    }

    @Test
    void whatIsBeingWrittenCounts() {
        World world = world(new Limits(0, 1, 0));
        world.node.store().keepBack();
        World.Answer<Sessions.Creation> first = world.create(owned("k0", "alice"));

        assertThat(world.create(owned("k1", "alice")).result()).isInstanceOf(Sessions.LimitReached.class);
        world.node.store().letGo();
        world.settle();
        assertThat(first.result()).isInstanceOf(Sessions.Created.class);
        world.delete("0", "d");
        world.created(owned("k1", "alice"));
    }

    @Test
    void soManyMayWaitForTheirSubmission() {
        World world = world(new Limits(0, 0, 2));
        world.cluster.goDown();
        world.created("k0");
        world.created("k1");

        assertThat(world.create(order("k2")).result()).isInstanceOf(Sessions.Busy.class);
        world.cluster.restart();
        world.pass(Duration.ofMinutes(1));
        world.created("k2");
    }

    @Test
    void aRefusalLeavesNothingBehindAndAReplayIsNeverRefused() {
        World world = world(new Limits(1, 0, 0));
        world.created(order("k0", named("nightly")));
        world.settle();

        assertThat(world.create(order("k1", named("weekly"))).result()).isInstanceOf(Sessions.LimitReached.class);
        assertThat(world.create(order("k0", named("nightly"))).result()).isInstanceOf(Sessions.Replayed.class);
        assertThat(world.list(0, 9).total()).isEqualTo(1);
        finish(world, 0);
        assertThat(world.created(order("k1", named("weekly"))).id()).isEqualTo(new SessionId(1));
        assertThat(world.create(order("k0", named("nightly"))).result()).isInstanceOf(Sessions.Replayed.class);
        assertThat(world.applications()).hasSize(2);
    }
}
