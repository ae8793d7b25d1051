package io.understudy.session.service;

import io.understudy.fencing.FencedStore;
import io.understudy.fencing.Gate;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.ListFilter;
import io.understudy.session.Order;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The session service: hands every call to the loop and there to the tenure of the moment, if there is one. */
public final class BatchSessions implements Sessions, SessionService {

    private final Loop loop;
    private final Function<FencedStore, SessionStore> stores;
    private final Cluster cluster;
    private final SparkSubmitter submitter;
    private final EndReports reports;
    private final RandomGenerator random;
    private final ServiceSettings settings;
    private final AtomicInteger highestId = new AtomicInteger(-1);
    private final AtomicLong seen = new AtomicLong();
    private volatile Optional<Tenure> tenure = Optional.empty();
    private volatile Problems problems = new Problems();

    /**
     * @param loop the thread that will own all sessions
     * @param stores makes the store of sessions out of the fenced store of a term
     * @param cluster where batches run
     * @param submitter brings Spark's there
     * @param reports takes what becomes of submissions that outlive their term
     * @param random for tags and fingerprints, not to be guessed by clients; only the loop uses it
     */
    public BatchSessions(
            Loop loop,
            Function<FencedStore, SessionStore> stores,
            Cluster cluster,
            SparkSubmitter submitter,
            EndReports reports,
            RandomGenerator random,
            ServiceSettings settings) {
        this.loop = loop;
        this.stores = stores;
        this.cluster = cluster;
        this.submitter = submitter;
        this.reports = reports;
        this.random = random;
        this.settings = settings;
    }

    @Override
    public void activate(FencedStore store, Gate gate, Consumer<Activated> reply) {
        loop.execute(() -> end(() -> begin(store, gate, reply)));
    }

    @Override
    public void deactivate(Runnable done) {
        loop.execute(() -> end(done));
    }

    @Override
    public long progress() {
        return seen.get();
    }

    @Override
    public List<String> problems() {
        return problems.sentences();
    }

    @Override
    public Optional<Figures> figures() {
        return tenure.map(Tenure::figures);
    }

    @Override
    public Optional<Workload> workload() {
        return tenure.flatMap(Tenure::workload);
    }

    @Override
    public int highestId() {
        return highestId.get();
    }

    @Override
    public void create(Order order, Consumer<Reply<Creation>> reply) {
        serve(reply, Answers.NOT_SERVING, tenure -> tenure.create(order, reply));
    }

    @Override
    public void get(String idOrName, Consumer<Reply<Reading>> reply) {
        serve(reply, Answers.NOT_SERVING, tenure -> tenure.get(idOrName, reply));
    }

    @Override
    public void list(ListFilter filter, int from, int size, Consumer<Reply<Listing>> reply) {
        serve(reply, Answers.NOT_SERVING, tenure -> tenure.list(filter, from, size, reply));
    }

    @Override
    public void log(
            String idOrName,
            OptionalInt from,
            OptionalInt size,
            Predicate<Session> permitted,
            Consumer<Reply<LogReading>> reply) {
        serve(reply, Answers.NOT_SERVING, tenure -> tenure.log(idOrName, from, size, permitted, reply));
    }

    @Override
    public void delete(
            String idOrName, IdempotencyKey key, Predicate<Session> permitted, Consumer<Reply<Removal>> reply) {
        serve(reply, Answers.NOT_SERVING, tenure -> tenure.delete(idOrName, key, permitted, reply));
    }

    private <T> void serve(Consumer<Reply<T>> reply, T refusal, Consumer<Tenure> useCase) {
        loop.execute(() -> tenure.ifPresentOrElse(useCase, () -> reply.accept(Reply.always(refusal))));
    }

    private void begin(FencedStore store, Gate gate, Consumer<Activated> reply) {
        problems = new Problems();
        Tenure begun = new Tenure(
                loop, stores.apply(store), cluster, submitter, reports, gate, random, settings, problems, this::seen);
        tenure = Optional.of(begun);
        begun.begin(reply);
    }

    private void end(Runnable ended) {
        if (tenure.isEmpty()) {
            ended.run();
            return;
        }
        tenure.get().end(() -> {
            tenure = Optional.empty();
            problems = new Problems();
            ended.run();
        });
    }

    private void seen(SessionId id) {
        highestId.accumulateAndGet(id.number(), Math::max);
        seen.incrementAndGet();
    }
}
