package io.understudy.ha.gateway;

import io.understudy.fencing.Epoch;
import io.understudy.ha.node.ClusterView.ActiveNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of the service on its way: served here, forwarded, or held, again and again until there is an answer or
 * its time is up. One thread at a time has it in hand; while it waits it costs none.
 */
final class Exchange implements Hold.Guest {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int MOST_BREAKS = 5;
    private static final long LONG_PAUSE = Duration.ofMillis(500).toNanos();
    private static final long SHORT_PAUSE = Duration.ofMillis(20).toNanos();

    private final Desk desk;
    private final EdgeRequest request;
    private final Optional<Mark> mark;
    private final Outlet outlet;
    private final long waitUntil;
    private final long answerBy;
    private long notBefore;
    private boolean hasWaited;
    private boolean hasPlace;
    private int brokenOff;
    private boolean outcomeUnknown;
    private String why = "No node is active.";

    /**
     * What every exchange works with.
     *
     * @param self id of this node
     * @param tally counts clients' requests, not those that another node counts
     * @param executor for what must not run on the hold's thread
     * @param holdTime how long a request may wait
     * @param patience until when its answer must have come or begun, whatever is tried
     */
    record Desk(
            String self,
            Office office,
            LocalService service,
            ActiveLink link,
            Hold hold,
            Tally tally,
            Executor executor,
            LongSupplier nanoTime,
            Duration holdTime,
            Duration patience) {}

    /** @param senders how long the node that forwarded it waits, if it said so */
    Exchange(Desk desk, EdgeRequest request, Optional<Mark> mark, Optional<Duration> senders, Outlet outlet) {
        this.desk = desk;
        this.request = request;
        this.mark = mark;
        this.outlet = outlet;
        this.notBefore = desk.nanoTime().getAsLong();
        if (mark.isPresent()) {
            // The node that forwarded it waits as well: it hears in good time that nothing was done here.
            Duration patience =
                    senders.filter(said -> said.compareTo(desk.patience()) < 0).orElse(desk.patience());
            this.waitUntil = notBefore + patience.toNanos() / 2;
            this.answerBy = notBefore + patience.toNanos();
        } else {
            this.waitUntil = notBefore + desk.holdTime().toNanos();
            this.answerBy = notBefore + desk.patience().toNanos();
        }
    }

    /** Takes the next step. */
    void proceed() {
        Route route = route();
        if (route instanceof Route.Here here) {
            serve(here.epoch());
        } else if (route instanceof Route.There there) {
            if (reserve(there.active())) {
                forward(there.active());
            } else {
                why = "No further request can be forwarded now.";
                await(SHORT_PAUSE);
            }
        } else if (route instanceof Route.Misdirected) {
            cancelReservation();
            outlet.send(Refusal.misdirected());
        } else {
            await(0);
        }
    }

    /** A place on the way to the active, unless this request has one already. */
    private boolean reserve(ActiveNode active) {
        hasPlace = hasPlace || desk.link().reserve(active);
        return hasPlace;
    }

    private void cancelReservation() {
        if (hasPlace) {
            hasPlace = false;
            desk.link().cancelReservation();
        }
    }

    private Route route() {
        Office office = desk.office();
        return mark.map(m -> Route.ofMarked(m.epoch(), office.open(), office.holdsLock()))
                .orElseGet(() ->
                        Route.ofClient(desk.self(), office.open(), desk.link().active(), this::avoids));
    }

    /** Whoever has a place has been told to try. */
    private boolean avoids(ActiveNode active) {
        return hasPlace ? desk.link().isOver(active) : desk.link().avoids(active);
    }

    private void serve(Epoch epoch) {
        cancelReservation();
        if (hasWaited) {
            serveInTime(epoch);
        } else {
            desk.service().handle(request, answer -> guarded(() -> served(epoch, answer)));
        }
    }

    /** The service takes a bounded time, and some of this client's is gone already. */
    private void serveInTime(Epoch epoch) {
        AtomicBoolean over = new AtomicBoolean();
        Future<?> alarm = desk.hold().at(answerBy, () -> {
            if (over.compareAndSet(false, true)) {
                later(() -> {
                    outcomeUnknown = true;
                    refuse("This node did not answer in time.");
                });
            }
        });
        desk.service().handle(request, answer -> {
            if (over.compareAndSet(false, true)) {
                alarm.cancel(false);
                guarded(() -> served(epoch, answer));
            }
        });
    }

    private void served(Epoch epoch, ServiceAnswer answer) {
        if (answer instanceof ServiceAnswer.Done done && maySay(epoch, done.reply())) {
            count(Tally::served);
            outlet.send(signed(done.reply(), desk.self(), epoch));
        } else {
            if (answer instanceof ServiceAnswer.Unknown) {
                outcomeUnknown = true;
            }
            await(SHORT_PAUSE);
        }
    }

    /** What the store has acknowledged stays true; anything else is true only while this node is in office. */
    private boolean maySay(Epoch epoch, Reply reply) {
        boolean acknowledged = !request.isRead()
                && reply.status() / 100 == 2
                && !reply.headers().containsKey("X-HA-Replayed");
        return acknowledged || desk.office().open().equals(Optional.of(epoch));
    }

    private void forward(ActiveNode active) {
        hasPlace = false;
        desk.link().forward(request, active, answerBy, upstream -> guarded(() -> forwarded(active, upstream)));
    }

    private void forwarded(ActiveNode active, Upstream upstream) {
        if (upstream instanceof Upstream.Answered answered) {
            count(Tally::forwarded);
            outlet.send(signed(answered.reply(), answered.head()), answered.memory()::giveBack);
        } else if (upstream instanceof Upstream.Streaming streaming) {
            count(Tally::forwarded);
            Upstream.Head head = streaming.head();
            Reply begin = new Reply(head.status(), head.headers(), streaming.begin());
            outlet.stream(signed(begin, head), streaming.rest(), streaming.memory()::giveBack);
        } else if (upstream instanceof Upstream.Broken) {
            outcomeUnknown = true;
            why = "Node " + active.node() + " did not answer.";
            brokenOff++;
            if (brokenOff > MOST_BREAKS) {
                refuse(why);
            } else {
                await(brokenOff > 1 ? SHORT_PAUSE : 0);
            }
        } else if (upstream instanceof Upstream.NotProcessed) {
            why = "Node " + active.node() + " could not be reached or is no longer active.";
            await(0);
        } else if (upstream instanceof Upstream.TurnedAway turnedAway) {
            why = "Node " + active.node() + " turned the request away: " + turnedAway.why() + ".";
            await(LONG_PAUSE);
        }
    }

    private Reply signed(Reply reply, Upstream.Head head) {
        return head.epoch() < 0 ? keyed(reply) : signed(reply, head.node(), new Epoch(head.epoch()));
    }

    private Reply signed(Reply reply, String node, Epoch epoch) {
        return keyed(reply.with(Map.of("X-HA-Node", node, "X-HA-Epoch", epoch.toString())));
    }

    private void await(long pause) {
        cancelReservation();
        boolean first = !hasWaited;
        hasWaited = true;
        notBefore = desk.nanoTime().getAsLong() + pause;
        if (desk.hold().enter(this)) {
            if (first) {
                count(Tally::held);
            }
            outlet.watch(() -> desk.hold().leave(this, outlet::drop));
        } else {
            refuse("Too many requests wait for an active node.");
        }
    }

    private void refuse(String reason) {
        cancelReservation();
        count(Tally::failed);
        if (outcomeUnknown && request.key().isPresent()) {
            outlet.send(Refusal.outcomeUnknown(request.key().get()));
        } else {
            outlet.send(keyed(Refusal.notProcessed(desk.link().takeoverUnderWay(), reason)));
        }
    }

    private void count(Consumer<Tally> what) {
        if (mark.isEmpty()) {
            what.accept(desk.tally());
        }
    }

    private Reply keyed(Reply reply) {
        return request.key().map(key -> reply.with("Idempotency-Key", key)).orElse(reply);
    }

    private void later(Runnable step) {
        desk.executor().execute(() -> guarded(step));
    }

    /** A fault of ours is not the client's: it is told to come back, and the log has the trace. */
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("A request failed inside this node; this is a defect", e);
            refuse("This node failed to answer.");
        }
    }

    @Override
    public int bytes() {
        return request.body().length;
    }

    @Override
    public long deadline() {
        return waitUntil;
    }

    @Override
    public boolean tryToGoOn() {
        if (desk.nanoTime().getAsLong() - notBefore < 0) {
            return false;
        }
        Route route = route();
        return route instanceof Route.There there ? reserve(there.active()) : !(route instanceof Route.Wait);
    }

    @Override
    public void goOn() {
        outlet.unwatch();
        later(this::proceed);
    }

    @Override
    public void timeIsUp() {
        outlet.unwatch();
        later(() -> refuse(why));
    }
}
