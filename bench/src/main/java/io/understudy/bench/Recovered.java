package io.understudy.bench;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.Order;
import io.understudy.session.RetentionRules;
import io.understudy.session.service.BatchSessions;
import io.understudy.session.service.EndReports;
import io.understudy.session.service.Reply;
import io.understudy.session.service.ServiceSettings;
import io.understudy.session.service.SessionService.Activated;
import io.understudy.session.service.Sessions;
import io.understudy.session.service.SparkSubmitter;
import io.understudy.session.service.ThreadLoop;
import io.understudy.session.store.ZnodeSessions;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/** The service as a standby brings it up: a term is won, everything is read, then it answers. */
final class Recovered implements AutoCloseable {

    private static final int GETS = 1000;
    private static final RetentionRules KEEP_ALL = new RetentionRules(RetentionRules.DEFAULT.keep(), Integer.MAX_VALUE);

    private final OpenTerm term;
    private final ThreadLoop loop = new ThreadLoop();
    private final ThreadLoop records = new ThreadLoop();
    private final BatchSessions sessions;

    private Recovered(OpenTerm term) {
        this.term = term;
        this.sessions = new BatchSessions(
                loop,
                store -> new ZnodeSessions(store, records),
                new SilentCluster(),
                SparkSubmitter.NONE,
                EndReports.NONE,
                new Random(1),
                ServiceSettings.DEFAULT.withRetention(KEEP_ALL));
    }

    /** Wins a term and returns when everything is loaded and a heartbeat that was sent afterwards is acknowledged. */
    static Recovered recover(String connectString) throws IOException {
        Recovered recovered = new Recovered(OpenTerm.win(connectString));
        FencedStore store = recovered.term.store();
        Gate gate = () -> true;
        Activated activated = OpenTerm.<Activated>answer(reply -> recovered.sessions.activate(store, gate, reply));
        if (!(activated instanceof Activated.Ready)) {
            throw new IllegalStateException("not recovered: " + activated);
        }
        OpenTerm.answer(store::heartbeat);
        return recovered;
    }

    /**
     * Answers what clients ask first: how many there are, a thousand of them, one by its name, and a new one.
     *
     * @param stocked sessions with the ids from 0 on
     * @param ordered sessions that were made since
     */
    void serve(int stocked, int ordered, Records orders) {
        Sessions.Listing listing = ask(reply -> sessions.list(0, 20, reply));
        require(
                listing instanceof Sessions.Page page && page.total() == stocked + ordered,
                "the total is wrong: " + (listing instanceof Sessions.Page page ? page.total() : listing));
        Random random = new Random(7);
        for (int i = 0; i < GETS; i++) {
            String id = Integer.toString(random.nextInt(stocked));
            Sessions.Reading reading = ask(reply -> sessions.get(id, reply));
            require(reading instanceof Sessions.Found, "session " + id + ": " + reading);
        }
        Sessions.Reading named = ask(reply -> sessions.get(Records.name(stocked / 2), reply));
        require(named instanceof Sessions.Found, "no session by its name: " + named);
        Order sample = orders.session(0).order();
        Order order = new Order(
                sample.request(),
                sample.owner(),
                Optional.empty(),
                sample.digest(),
                new IdempotencyKey(Optional.empty(), UUID.randomUUID().toString()));
        Sessions.Creation creation = ask(reply -> sessions.create(order, reply));
        require(creation instanceof Sessions.Created, "no new session: " + creation);
    }

    Records orders() {
        return new Records(term.store().term());
    }

    @Override
    public void close() {
        OpenTerm.answer(reply -> sessions.deactivate(() -> reply.accept("done")));
        term.close();
        loop.close();
        records.close();
    }

    private static <T> T ask(Consumer<Consumer<Reply<T>>> question) {
        return OpenTerm.<Reply<T>>answer(question).result();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
