package io.understudy.ha.membership.zookeeper;

import io.understudy.fencing.StoreMemory;
import io.understudy.fencing.StoreState;
import io.understudy.fencing.zookeeper.StoreAccess;
import io.understudy.fencing.zookeeper.StoreLoop;
import io.understudy.fencing.zookeeper.StoreSetup;
import io.understudy.ha.node.StoreGuard.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;

/**
 * The way into the election: the store must be the right one, this node's record must stand among the members, and after
 * that nobody may be seen to use the store alone. Whoever comes shows itself first and looks second, so that of two that
 * come at once one at least sees the other. On the loop only.
 */
final class Admittance {

    private final MembershipSettings settings;
    private final StoreLoop loop;
    private final List<Applicant> waiting = new ArrayList<>();
    private boolean seated;

    Admittance(MembershipSettings settings, StoreLoop loop) {
        this.settings = settings;
        this.loop = loop;
    }

    /** Somebody who was found fit and waits for this node's record; answered once. */
    private record Applicant(StoreState.Joinable store, Consumer<Verdict> reply, Runnable cancelDeadline) {

        void answer(Verdict verdict) {
            cancelDeadline.run();
            reply.accept(verdict);
        }
    }

    void apply(ZooKeeper zooKeeper, StoreMemory memory, Consumer<Verdict> reply) {
        new StoreSetup(zooKeeper, access(), loop, InstantSource.system())
                .prepare(memory, settings.candidate(), state -> onState(zooKeeper, state, reply));
    }

    /** This node's record stands. */
    void seated(ZooKeeper zooKeeper) {
        seated = true;
        look(zooKeeper);
    }

    /** This node's record may be gone. */
    void unseated() {
        seated = false;
    }

    Verdict silent() {
        return new Verdict.Unreachable(access().where() + " does not answer. Start it, or correct its address.");
    }

    Verdict unknown() {
        return new Verdict.Refused(
                access().where()
                        + " does not accept this node's login or credentials. Correct ha.zookeeper.auth or the SASL login, and start this node again.");
    }

    private void onState(ZooKeeper zooKeeper, StoreState state, Consumer<Verdict> reply) {
        if (state instanceof StoreState.Joinable joinable) {
            await(joinable, reply);
            if (seated) {
                look(zooKeeper);
            }
        } else if (state instanceof StoreState.Refused refused) {
            reply.accept(new Verdict.Refused(refused.why()));
        } else {
            reply.accept(silent());
        }
    }

    private void await(StoreState.Joinable joinable, Consumer<Verdict> reply) {
        List<Applicant> self = new ArrayList<>();
        Runnable cancelDeadline = loop.after(access().deadline(), () -> {
            waiting.removeAll(self);
            self.forEach(
                    late -> late.answer(
                            new Verdict.Unreachable(
                                    "This node's record among the members cannot be written yet: the one of its predecessor is there until its session ends.")));
        });
        Applicant applicant = new Applicant(joinable, reply, cancelDeadline);
        self.add(applicant);
        waiting.add(applicant);
    }

    private void look(ZooKeeper zooKeeper) {
        if (!waiting.isEmpty()) {
            ClusterReading.read(
                    zooKeeper, access().layout(), loop, ClusterReading.Names.NONE, seen -> seen.ifPresent(this::admit));
        }
    }

    private void admit(ClusterReading.Seen seen) {
        List<Applicant> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(applicant -> applicant.answer(verdict(applicant, seen.picture())));
    }

    private Verdict verdict(Applicant applicant, ClusterPicture picture) {
        if (picture.standalone()) {
            return new Verdict.Refused(
                    "The session service runs alone on %s in %s. Stop bin/session-service, or give this cluster an id of its own."
                            .formatted(access().layout().root(), access().where()));
        }
        return new Verdict.Accepted(applicant.store().store(), applicant.store().epoch());
    }

    private StoreAccess access() {
        return settings.access();
    }
}
