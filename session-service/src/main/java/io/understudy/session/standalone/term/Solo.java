package io.understudy.session.standalone.term;

import io.understudy.fencing.Candidate;
import io.understudy.fencing.Fence.Raised;
import io.understudy.fencing.FencedStore;
import io.understudy.fencing.LockProof;
import io.understudy.fencing.StoreMemory;
import io.understudy.session.service.Loop;
import io.understudy.session.service.SessionService;
import io.understudy.session.standalone.term.StoreSession.Seat;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds office with nobody to contend with: opens a session, takes the seat, wins a term, opens the gate; when the
 * session is lost, the same again. Without a lock the term alone says who is in office, so the gate stays shut until the
 * lease of any earlier term is over.
 *
 * <p>All of it happens on one loop. Any thread may call {@link #start} and {@link #stop}.
 */
public final class Solo {

    private static final Logger LOG = LoggerFactory.getLogger(Solo.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Loop loop;
    private final StoreSession.Opener sessions;
    private final SessionService service;
    private final Candidate self;
    private final Consumer<String> fatal;

    private final Consumer<StoreMemory> keep;

    private StoreMemory memory;
    private Optional<StoreSession> session = Optional.empty();
    private Optional<Incumbency> office = Optional.empty();
    private boolean stopped;

    /**
     * @param loop the sessions' own: if it stands still, so do the heartbeats, and the gate shuts
     * @param memory what is remembered of the store
     * @param keep makes another memory outlive the process
     * @param fatal hears, once, why this process cannot go on; a sentence for the operator
     */
    public Solo(
            Loop loop,
            StoreSession.Opener sessions,
            SessionService service,
            Candidate self,
            StoreMemory memory,
            Consumer<StoreMemory> keep,
            Consumer<String> fatal) {
        this.loop = loop;
        this.sessions = sessions;
        this.service = service;
        this.self = self;
        this.memory = memory;
        this.keep = keep;
        this.fatal = fatal;
    }

    /** Begins. */
    public void start() {
        loop.execute(this::openSession);
    }

    /** Shuts the gate, ends the activation, gives up the seat, then runs {@code done} on the loop. */
    public void stop(Runnable done) {
        loop.execute(() -> {
            stopped = true;
            leaveOffice(() -> {
                session.ifPresent(StoreSession::close);
                done.run();
            });
        });
    }

    private void openSession() {
        if (!stopped) {
            session = Optional.of(sessions.open(end -> loop.execute(() -> onEnd(end))));
            takeSeat();
        }
    }

    private void onEnd(StoreSession.End end) {
        if (end == StoreSession.End.REFUSED) {
            fail("ZooKeeper does not accept this service's login or credentials. Correct ha.zookeeper.auth or the SASL"
                    + " login, and start again.");
        } else if (!stopped) {
            leaveOffice(() -> {
                session.ifPresent(StoreSession::close);
                openSession();
            });
        }
    }

    private void takeSeat() {
        StoreSession current = session.orElseThrow();
        current.takeSeat(memory, seat -> onLoop(current, () -> onSeat(current, seat)));
    }

    private void onSeat(StoreSession current, Seat seat) {
        if (seat instanceof Seat.Taken) {
            current.fence()
                    .raise(
                            self,
                            new LockProof.CompareAndSet(),
                            memory,
                            raised -> onLoop(current, () -> onRaised(raised)));
        } else if (seat instanceof Seat.Refused refused) {
            fail(refused.why());
        } else {
            again();
        }
    }

    private void onRaised(Raised raised) {
        if (raised instanceof Raised.Won won) {
            enterOffice(won.store());
        } else if (raised instanceof Raised.Refused refused) {
            fail(refused.why());
        } else {
            again();
        }
    }

    private void enterOffice(FencedStore store) {
        remember(store);
        LOG.info(
                "Won {}. Serving begins in {} ms, when no earlier term can answer any more.",
                store.term(),
                store.sessionTimeout().toMillis());
        Incumbency begun = new Incumbency(loop, store, service, this::remember, this::onLost);
        office = Optional.of(begun);
        begun.begin();
    }

    private void onLost(Incumbency lost, String why) {
        if (office.equals(Optional.of(lost))) {
            LOG.warn("Out of office: {}. Trying again.", why);
            leaveOffice(this::again);
        }
    }

    private void remember(FencedStore store) {
        StoreMemory now = memory.seen(store.term().store(), store.term().epoch(), service.highestId());
        if (!now.equals(memory)) {
            memory = now;
            keep.accept(now);
        }
    }

    private void leaveOffice(Runnable left) {
        Optional<Incumbency> held = office;
        office = Optional.empty();
        held.ifPresentOrElse(incumbency -> incumbency.end(() -> loop.execute(left)), left);
    }

    /** Once more after a moment. If the session has ended by then, another one has begun to try. */
    private void again() {
        StoreSession current = session.orElseThrow();
        loop.after(PAUSE, () -> onLoop(current, this::takeSeat));
    }

    private void onLoop(StoreSession current, Runnable task) {
        loop.execute(() -> {
            if (!stopped && office.isEmpty() && session.equals(Optional.of(current))) {
                task.run();
            }
        });
    }

    private void fail(String why) {
        if (!stopped) {
            stopped = true;
            fatal.accept(why);
        }
    }
}
