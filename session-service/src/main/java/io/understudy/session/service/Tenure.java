package io.understudy.session.service;

import io.understudy.fencing.Gate;
import io.understudy.session.IdempotencyKey;
import io.understudy.session.ListFilter;
import io.understudy.session.Order;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import io.understudy.session.service.SessionService.Activated;
import io.understudy.session.service.Sessions.Creation;
import io.understudy.session.service.Sessions.Forbidden;
import io.understudy.session.service.Sessions.Found;
import io.understudy.session.service.Sessions.Listing;
import io.understudy.session.service.Sessions.LogReading;
import io.understudy.session.service.Sessions.NotFound;
import io.understudy.session.service.Sessions.Reading;
import io.understudy.session.service.Sessions.Removal;
import io.understudy.session.service.Sessions.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * One activation of the service: everything that is known and under way between {@code activate} and {@code deactivate},
 * wired together. Belongs to the loop.
 */
final class Tenure {

    private static final Duration LOOKS_AT_SHUT_GATE = Duration.ofMillis(50);
    private static final Duration PREPARES_AGAIN = Duration.ofMinutes(1);
    private static final String PREPARATION = "preparation: ";
    private static final String GROWTH = "growth";
    private static final String UNREAD = "record ";
    private static final int UNREAD_TOLD = 20;

    private final Office office;
    private final SessionStore store;
    private final Cluster cluster;
    private final ServiceSettings settings;
    private final Problems problems;
    private final Registry registry;
    private final Clients clients = new Clients();
    private final Writes writes;
    private final Ids ids;
    private final Logs logs;
    private final Listings listings;
    private final EndReports reports;
    private final Doubts doubts;
    private final Submissions submissions;
    private final Creations creations;
    private final Deletions deletions;
    private final ImportedKills importedKills;
    private final Poller poller;
    private final Retention retention;
    private final Graves graves;
    private Consumer<Activated> activation = activated -> {};
    private final List<Runnable> endings = new ArrayList<>();
    private volatile Figures figures = new Figures(0, 0, 0, 0, 0);
    private volatile Optional<Workload> workload = Optional.empty();
    private Duration recovery = Duration.ZERO;
    private int recovered;
    private boolean prepared;

    Tenure(
            Loop loop,
            SessionStore store,
            Cluster cluster,
            SparkSubmitter submitter,
            EndReports reports,
            Gate gate,
            RandomGenerator random,
            ServiceSettings settings,
            Problems problems,
            Consumer<SessionId> seen) {
        this.store = store;
        this.cluster = cluster;
        this.settings = settings;
        this.problems = problems;
        office = new Office(loop, store.term(), gate);
        registry = new Registry(store, random, seen, this::setAside);
        writes = new Writes(office, store, registry, problems);
        ids = new Ids(office, store, problems);
        LogCache cache = new LogCache(settings.logCacheChars());
        SubmissionLogs outputs = new SubmissionLogs(office, store, registry, cache::learn);
        logs = new Logs(office, cluster, registry, writes, outputs, cache);
        listings = new Listings(office, registry, logs);
        this.reports = reports;
        doubts = new Doubts(office, store, registry, writes, settings);
        submissions = new Submissions(
                new CommandSubmissions(office, cluster, registry, writes, settings),
                new SparkSubmissions(
                        office,
                        submitter,
                        registry,
                        writes,
                        problems,
                        doubts,
                        reports,
                        outputs,
                        settings.parallelSubmissions()),
                registry);
        creations = new Creations(
                office,
                registry,
                writes,
                ids,
                logs,
                submissions::submit,
                random,
                settings.maxCreating(),
                settings.limits());
        Kills kills = new Kills(office, store, cluster);
        deletions = new Deletions(office, registry, writes, submissions, kills, outputs, settings.deleteWait());
        importedKills = new ImportedKills(office, registry, kills, settings.lookupsPerPoll());
        Lookups lookups = new Lookups(office, cluster, registry, writes, submissions, settings);
        Leftovers leftovers = new Leftovers(office, cluster, registry);
        poller = new Poller(
                office, cluster, registry, writes, ids, submissions, lookups, doubts, kills, leftovers, problems);
        retention = new Retention(
                office, store, registry, writes, poller, importedKills, outputs, problems, settings.retention());
        graves = new Graves(office, store, settings.submission().horizon());
    }

    /** Reads everything, then works. */
    void begin(Consumer<Activated> reply) {
        activation = reply;
        store.load(office.onLoop(this::recovered), office.onLoop(this::loaded));
    }

    private void recovered(List<SessionStore.Recovered> piece) {
        recovered += piece.size();
        piece.forEach(registry::recover);
    }

    private void loaded(SessionStore.Loading loading) {
        if (loading instanceof SessionStore.Loaded) {
            recovery = office.age();
            office.enter();
            count();
            round();
            activated(new Activated.Ready(registry.total()));
        } else if (loading instanceof SessionStore.Failed failed) {
            activated(new Activated.Failed(failed.why()));
        }
    }

    /** Begins nothing any more, waits for the writes in flight, answers whoever still waits. */
    void end(Runnable ended) {
        endings.add(ended);
        if (endings.size() > 1) {
            return;
        }
        office.handOver();
        creations.dismissWaiters();
        deletions.retry();
        office.after(settings.drainWait(), this::leave);
        writes.whenIdle(this::leave);
    }

    private void leave() {
        deletions.retry();
        clients.dismiss();
        office.leave();
        submissions.bequeath();
        doubts.bequeath(reports);
        activated(new Activated.Failed("it was deactivated before everything was read"));
        List<Runnable> left = List.copyOf(endings);
        endings.clear();
        left.forEach(Runnable::run);
    }

    void create(Order order, Consumer<Reply<Creation>> reply) {
        creations.create(order, clients.admit(reply, Answers.UNKNOWN));
    }

    void delete(String idOrName, IdempotencyKey key, Predicate<Session> permitted, Consumer<Reply<Removal>> reply) {
        deletions.delete(idOrName, key, permitted, clients.admit(reply, Answers.UNKNOWN));
    }

    void get(String idOrName, Consumer<Reply<Reading>> reply) {
        if (!office.mayAct()) {
            reply.accept(Reply.always(Answers.NOT_SERVING));
            return;
        }
        Optional<SessionId> id = registry.resolve(idOrName);
        Reading found = id.flatMap(registry::session)
                .<Reading>map(session -> new Found(logs.of(session)))
                .or(() -> id.flatMap(this::unreadable))
                .orElse(new NotFound());
        reply.accept(new Reply<>(found, office.gate()));
    }

    void list(ListFilter filter, int from, int size, Consumer<Reply<Listing>> reply) {
        if (office.mayAct()) {
            listings.list(filter, from, size, clients.admit(reply, Answers.NOT_SERVING));
        } else {
            reply.accept(Reply.always(Answers.NOT_SERVING));
        }
    }

    void log(
            String idOrName,
            OptionalInt from,
            OptionalInt size,
            Predicate<Session> permitted,
            Consumer<Reply<LogReading>> reply) {
        Optional<SessionId> id = registry.resolve(idOrName);
        Optional<Session> session = id.flatMap(registry::session);
        if (!office.mayAct()) {
            reply.accept(Reply.always(Answers.NOT_SERVING));
        } else if (session.isPresent() && !permitted.test(session.get())) {
            reply.accept(new Reply<>(new Forbidden(), office.gate()));
        } else if (session.isPresent()) {
            logs.read(id.get(), from, size, clients.admit(reply, Answers.NOT_SERVING));
        } else {
            reply.accept(id.flatMap(this::unreadable)
                    .map(unreadable -> Reply.<LogReading>always(unreadable))
                    .orElse(new Reply<>(new NotFound(), office.gate())));
        }
    }

    /** What there is, in numbers, as it was at the last round. Any thread may ask. */
    Figures figures() {
        return figures;
    }

    /** What is under way, as it was at the last round; empty before the first one. Any thread may ask. */
    Optional<Workload> workload() {
        return workload;
    }

    private void activated(Activated result) {
        Consumer<Activated> reply = activation;
        activation = activated -> {};
        reply.accept(result);
    }

    private Optional<Unreadable> unreadable(SessionId id) {
        return registry.setAside(id).map(Answers::unreadable);
    }

    private void setAside(SessionStore.SetAside unread) {
        int before = registry.figures().setAside() - 1;
        if (before >= UNREAD_TOLD) {
            problems.raise(
                    UNREAD,
                    (before + 1)
                            + " records were set aside, more than are shown here. haadmin store verify lists all.");
            return;
        }
        problems.raise(
                UNREAD + unread.path(),
                "The record of session " + unread.id()
                        + unread.name().map(name -> " ('" + name + "')").orElse("") + " at " + unread.path()
                        + " was set aside: " + unread.why() + ". It and its application are left as they are.");
    }

    /** What is done again and again: whatever failed before is tried again here, and nowhere else. */
    private void round() {
        boolean open = office.mayAct();
        count();
        office.after(open ? settings.pollInterval() : LOOKS_AT_SHUT_GATE, this::round);
        if (open) {
            prepare();
            ids.replenish();
            writes.settle();
            submissions.resume();
            deletions.retry();
            importedKills.round();
            poller.poll();
            retention.round();
            graves.round();
        }
    }

    private void count() {
        figures = registry.figures();
        workload = Optional.of(new Workload(
                registry.tally().states(), submissions.figures(), recovered, recovery, poller.answeredAt()));
        if (figures.largestShard() >= ShardSizes.WARNING) {
            problems.raise(
                    GROWTH,
                    "The store grows towards what ZooKeeper can list: a shard of it holds more than "
                            + ShardSizes.WARNING + " records, and " + ShardSizes.LIMIT
                            + " are the end. Lower session.retention or session.retention.max-sessions.");
        } else {
            problems.clear(GROWTH);
        }
    }

    /** Prepares YARN once; as long as something is wrong with it, again and again. */
    private void prepare() {
        if (!prepared) {
            prepared = true;
            cluster.prepare(store.term().store().brief(), office.onLoop(this::prepared));
        }
    }

    private void prepared(List<String> found) {
        found.forEach(problem -> problems.raise(PREPARATION + problem, problem));
        problems.retain(PREPARATION, found.stream().map(PREPARATION::concat).collect(Collectors.toUnmodifiableSet()));
        if (!found.isEmpty()) {
            office.after(PREPARES_AGAIN, () -> prepared = false);
        }
    }
}
