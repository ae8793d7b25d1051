package io.understudy.session.service;

import static io.understudy.session.testing.Samples.named;
import static io.understudy.session.testing.Samples.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.understudy.fencing.WriteOp;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.ListFilter;
import io.understudy.session.Order;
import io.understudy.session.SessionId;
import io.understudy.session.service.Sessions.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which sessions a list has, and that a long one keeps nobody waiting. */
final class ListingTest {

    private final World world = new World();

    private static ListFilter states(String... states) {
        return new ListFilter(Set.of(states), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ListFilter owner(String owner) {
        return new ListFilter(Set.of(), Optional.empty(), Optional.of(owner), Optional.empty());
    }

    private static ListFilter name(String name) {
        return new ListFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.of(name));
    }

    private static ListFilter kind(Kind kind) {
        return new ListFilter(Set.of(), Optional.of(kind), Optional.empty(), Optional.empty());
    }

    private static Order owned(String key, String owner) {
        Order nobodys = order(key);
        return new Order(nobodys.request(), Optional.of(owner), Optional.empty(), nobodys.digest(), nobodys.key());
    }

    private static List<Integer> ids(Sessions.Page page) {
        return page.views().stream().map(view -> view.session().id().number()).toList();
    }

    private List<Integer> ids(ListFilter filter) {
        Sessions.Page page = world.list(filter, 0, 100);
        assertThat(page.total()).isEqualTo(page.views().size());
        return ids(page);
    }

    private void finish(int id, FinalStatus how) {
        world.cluster.finish(world.application(new SessionId(id)), how, "");
    }

    @Test
    void sessionsThatRunThatRestAndThatWereReadBackAreFilteredAlike() {
        world.created(order("k0", named("nightly")));
        world.created(owned("k1", "alice"));
        world.created(owned("k2", "bob"));
        world.created(order("k3", named("weekly")));
        world.settle();
        world.cluster.run(world.application(new SessionId(1)));
        finish(0, FinalStatus.SUCCEEDED);
        finish(2, FinalStatus.FAILED);
        world.delete("3", "d");
        world.settle();
        world.created(order("k4", named("nightly")));

        for (String node : List.of("n1", "n2")) {
            world.takeOffice(node);
            assertThat(ids(states("running"))).containsExactly(1);
            assertThat(ids(states("success"))).containsExactly(0);
            assertThat(ids(states("dead", "running"))).containsExactly(1, 2);
            assertThat(ids(states("starting"))).containsExactly(4);
            assertThat(ids(states("killed"))).isEmpty();
            assertThat(ids(owner("alice"))).containsExactly(1);
            assertThat(ids(owner("bob"))).containsExactly(2);
            assertThat(ids(name("nightly"))).containsExactly(0, 4);
            assertThat(ids(name("weekly"))).isEmpty();
            assertThat(ids(kind(Kind.COMMAND))).containsExactly(0, 1, 2, 4);
            assertThat(ids(kind(Kind.SPARK))).isEmpty();
        }
    }

    @Test
    void pagesOfTheMatching() {
        IntStream.range(0, 6).forEach(i -> world.created(owned("k" + i, i % 2 == 0 ? "alice" : "bob")));

        assertThat(ids(world.list(owner("alice"), 1, 1))).containsExactly(2);
        assertThat(ids(world.list(owner("alice"), -3, 2))).containsExactly(0, 2);
        assertThat(ids(world.list(owner("alice"), 3, 9))).isEmpty();
        assertThat(ids(world.list(owner("bob"), 0, 0))).isEmpty();
        assertThat(world.list(owner("alice"), 1, 1).total()).isEqualTo(3);
        assertThat(world.list(owner("alice"), 9, 9).total()).isEqualTo(3);
        assertThat(world.list(owner("bob"), 0, 0).total()).isEqualTo(3);
        assertThat(world.list(owner("bob"), 0, -1).total()).isEqualTo(3);
    }

    @Test
    void whatCannotBeReadMatchesNoFilter() {
        world.created(order("k0", named("nightly")));
        world.created(order("k1", named("weekly")));
        world.settle();
        damage("sessions/00/0000000000", "\"format\":1", "\"format\":2");
        finish(1, FinalStatus.SUCCEEDED);
        world.settle();
        damage("sessions/01/0000000001", "\"history\"", "\"story\"");
        world.takeOffice("n2");

        assertThat(ids(name("nightly"))).isEmpty();
        assertThat(ids(kind(Kind.COMMAND))).isEmpty();
        assertThat(ids(name("weekly"))).isEmpty();
        assertThat(world.list(0, 9).total()).isEqualTo(2);
    }

    @Test
    void nobodyWaitsForALongList() {
        int many = 2 * Listings.SLICE + 1;
        IntStream.range(0, many).forEach(i -> world.created(order("k" + i)));
        world.delete("3", "d");
        List<Object> replies = new ArrayList<>();

        world.node.sessions().list(1, many, reply -> replies.add(reply.result()));
        world.node.sessions().list(kind(Kind.COMMAND), 1, many, reply -> replies.add(reply.result()));
        world.node.sessions().get("7", reply -> replies.add(reply.result()));
        world.pass(Duration.ofMillis(1));

        assertThat(replies.get(0)).isInstanceOf(Sessions.Found.class);
        assertThat(replies).hasSize(3);
        for (Object reply : replies.subList(1, 3)) {
            Sessions.Page page = (Sessions.Page) reply;
            assertThat(ids(page))
                    .containsExactlyElementsOf(IntStream.range(1, many)
                            .filter(id -> id != 3)
                            .boxed()
                            .toList());
            assertThat(page.total()).isEqualTo(many - 1);
        }
    }

    @Test
    void onlySoManyLongListsAreUnderWay() {
        IntStream.range(0, Listings.SLICE).forEach(i -> world.created(order("k" + i)));
        List<Listing> replies = new ArrayList<>();

        for (int i = 0; i <= Listings.MOST; i++) {
            world.node.sessions().list(kind(Kind.COMMAND), 0, 0, reply -> replies.add(reply.result()));
        }
        world.settle();

        assertThat(replies.get(0)).isInstanceOf(Sessions.LimitReached.class);
        assertThat(replies.subList(1, replies.size()))
                .hasSize(Listings.MOST)
                .allMatch(reply -> ((Sessions.Page) reply).total() == Listings.SLICE);
        assertThat(world.list(kind(Kind.COMMAND), 0, 0).total()).isEqualTo(Listings.SLICE);
    }

    @Test
    void whoeverWaitsForAListAtTheEndOfATermIsToldSo() {
        IntStream.range(0, Listings.SLICE).forEach(i -> world.created(order("k" + i)));
        List<Listing> replies = new ArrayList<>();

        world.node.sessions().list(kind(Kind.SPARK), 0, 9, reply -> replies.add(reply.result()));
        world.node.sessions().deactivate(() -> {});
        world.settle();

        assertThat(replies).singleElement().isInstanceOf(Sessions.NotServing.class);
    }

    private void damage(String path, String what, String by) {
        var content = world.store.read(path).content().orElseThrow();
        byte[] damaged = new String(content.data(), UTF_8).replace(what, by).getBytes(UTF_8);
        world.store.write(world.node.store().term(), List.of(new WriteOp.Update(path, damaged, content.version())));
    }
}
