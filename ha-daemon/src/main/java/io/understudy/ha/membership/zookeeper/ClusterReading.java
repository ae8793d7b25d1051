package io.understudy.ha.membership.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.understudy.fencing.StorePaths;
import io.understudy.fencing.zookeeper.StoreLayout;
import io.understudy.ha.membership.ControlRecord;
import io.understudy.ha.node.ClusterView.ActiveNode;
import io.understudy.ha.node.ClusterView.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetChildrenResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * One look at everything that a node watches: one request as long as there are the same members and requests as at the last
 * look, else two, however many there are.
 */
final class ClusterReading {

    private static final int TOP = 5;

    private final ZooKeeper zooKeeper;
    private final StoreLayout layout;
    private final Executor loop;
    private final Consumer<Optional<Seen>> reply;
    private final Names expected;

    /** What is there to be read, by name. */
    record Names(List<String> members, List<String> controls) {

        static final Names NONE = new Names(List.of(), List.of());
    }

    /**
     * What was seen.
     *
     * @param secret empty as long as there is no store
     * @param names to be expected at the next look
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Seen(ClusterPicture picture, Optional<byte[]> secret, Names names) {}

    private ClusterReading(
            ZooKeeper zooKeeper, StoreLayout layout, Executor loop, Names expected, Consumer<Optional<Seen>> reply) {
        this.zooKeeper = zooKeeper;
        this.layout = layout;
        this.loop = loop;
        this.expected = expected;
        this.reply = reply;
    }

    /**
     * Replies on {@code loop}; with nothing if the connection was lost.
     *
     * @param expected names of the last look
     */
    static void read(
            ZooKeeper zooKeeper, StoreLayout layout, Executor loop, Names expected, Consumer<Optional<Seen>> reply) {
        new ClusterReading(zooKeeper, layout, loop, expected, reply).begin();
    }

    private void begin() {
        List<Op> reads = new ArrayList<>(List.of(
                Op.getData(layout.path(StorePaths.ACTIVE)),
                Op.getData(layout.path(StorePaths.EPOCH)),
                Op.getData(layout.path(StorePaths.SECRET)),
                Op.getChildren(layout.path(StorePaths.MEMBERS)),
                Op.getChildren(layout.path(StorePaths.CONTROL))));
        reads.addAll(records(expected));
        request(reads, this::onTop);
    }

    private void onTop(List<OpResult> results) {
        List<OpResult> top = results.subList(0, TOP);
        Names names = new Names(names(top.get(3)), names(top.get(4)));
        if (names.equals(expected)) {
            finish(top, names, results.subList(TOP, results.size()));
        } else {
            request(records(names), records -> finish(top, names, records));
        }
    }

    private List<Op> records(Names names) {
        List<Op> reads = new ArrayList<>();
        names.members().forEach(name -> reads.add(Op.getData(layout.path(StorePaths.member(name)))));
        names.controls().forEach(name -> reads.add(Op.getData(layout.path(StorePaths.control(name)))));
        return reads;
    }

    private void finish(List<OpResult> top, Names names, List<OpResult> records) {
        List<String> members = names.members();
        Optional<ActiveNode> active =
                data(top.get(0)).map(GetDataResult::getData).flatMap(MemberRecords::active);
        EpochSeen epoch = data(top.get(1))
                .map(GetDataResult::getData)
                .map(MemberRecords::epoch)
                .orElse(EpochSeen.NOTHING);
        Optional<byte[]> secret = data(top.get(2)).map(GetDataResult::getData);
        ClusterPicture picture = new ClusterPicture(
                "connected",
                active,
                members(members, records),
                controls(names.controls(), records.subList(members.size(), records.size())),
                epoch,
                members.contains(StorePaths.STANDALONE),
                secret.isPresent());
        reply.accept(Optional.of(new Seen(picture, secret, names)));
    }

    private static List<Member> members(List<String> names, List<OpResult> records) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(StorePaths.STANDALONE)) {
                data(records.get(i))
                        .map(GetDataResult::getData)
                        .flatMap(MemberRecords::member)
                        .ifPresent(members::add);
            }
        }
        members.sort(Comparator.comparing(Member::node));
        return List.copyOf(members);
    }

    private static List<ControlRecord> controls(List<String> names, List<OpResult> records) {
        List<ControlRecord> controls = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            data(records.get(i))
                    .map(found -> new ControlRecord(
                            name,
                            new String(found.getData(), UTF_8),
                            found.getStat().getVersion(),
                            Instant.ofEpochMilli(found.getStat().getMtime())))
                    .ifPresent(controls::add);
        }
        controls.sort(Comparator.comparing(ControlRecord::name));
        return List.copyOf(controls);
    }

    private void request(List<Op> ops, Consumer<List<OpResult>> next) {
        if (ops.isEmpty()) {
            next.accept(List.of());
            return;
        }
        zooKeeper.multi(ops, (rc, path, context, results) -> loop.execute(() -> onAnswer(results, next)), null);
    }

    private void onAnswer(@Nullable List<OpResult> results, Consumer<List<OpResult>> next) {
        if (results == null) {
            reply.accept(Optional.empty());
        } else {
            next.accept(results);
        }
    }

    private static List<String> names(OpResult result) {
        return result instanceof GetChildrenResult children
                ? children.getChildren().stream().sorted().toList()
                : List.of();
    }

    private static Optional<GetDataResult> data(OpResult result) {
        return result instanceof GetDataResult found && found.getData() != null ? Optional.of(found) : Optional.empty();
    }
}
