package io.understudy.session.testing;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import io.understudy.session.CommandSubmission;
import io.understudy.session.service.Cluster;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A YARN in memory with its weather under control. Every call crosses the network twice: it takes effect when it arrives,
 * whatever became of its caller. Applications do nothing by themselves: a test runs and ends them. Any thread may call.
 */
public final class FakeCluster implements Cluster {

    private static final String DOWN = "connection refused";

    private final Executor network;
    private final InstantSource clock;
    private final Map<ApplicationId, FakeApplication> applications = new LinkedHashMap<>();
    private final Map<ApplicationId, Integer> submissions = new LinkedHashMap<>();
    private final Deque<Weather> forecast = new ArrayDeque<>();
    private long started;
    private int next = 1;
    private boolean reachable = true;
    private boolean killsRefused;
    private boolean findsAnything = true;
    private List<String> lacking = List.of();
    private int calls;
    private final List<ApplicationId> cleaned = new ArrayList<>();

    /** What befalls one submission. */
    public enum Weather {
        /** Nothing. */
        CALM,
        /** YARN takes it, but the caller does not hear of it. */
        TAKEN_BUT_UNKNOWN,
        /** It gets lost, and the caller does not know. */
        LOST_AND_UNKNOWN,
        /** YARN refuses it. */
        REJECTED,
        /** It does not leave the caller. */
        NOT_SENT
    }

    /**
     * @param network carries calls and answers
     * @param clock YARN's clock
     */
    public FakeCluster(Executor network, InstantSource clock) {
        this.network = network;
        this.clock = clock;
        this.started = clock.instant().toEpochMilli();
    }

    /** What befalls the next submissions, one each; calm after that. */
    public synchronized void forecast(Weather... weather) {
        forecast.addAll(List.of(weather));
    }

    /** The ResourceManager goes: calls do not arrive. */
    public synchronized void goDown() {
        reachable = false;
    }

    /** The ResourceManager is there again, as a new one that knows what the old one knew. */
    public synchronized void restart() {
        reachable = true;
        started = Math.max(started + 1, clock.instant().toEpochMilli());
        next = 1;
    }

    /** What preparations find to be wrong from now on. */
    public synchronized void lack(String... problems) {
        lacking = List.of(problems);
    }

    /** Whether look-ups of single applications are answered; lists are. */
    public synchronized void answerLookups(boolean answer) {
        findsAnything = answer;
    }

    /** An application comes, from a client that does not tell its id before; empty if it was not taken. */
    public synchronized Optional<ApplicationId> make(String name, Set<String> tags) {
        ApplicationId id = new ApplicationId(started, next++);
        arrive(new CommandSubmission(
                id, name, tags, List.of("spark"), Map.of(), List.of(), List.of(), Optional.empty(), 1, 1));
        return Optional.of(id).filter(applications::containsKey);
    }

    /** YARN forgets an application, as it does with those that ended long ago. */
    public synchronized void forget(ApplicationId id) {
        applications.remove(id);
    }

    /** An application's first container runs. */
    public synchronized void run(ApplicationId id) {
        change(id, FakeApplication::running);
    }

    /** An application comes to its own end. */
    public synchronized void finish(ApplicationId id, FinalStatus status, String diagnostics) {
        change(id, app -> app.ended(YarnState.FINISHED, status, diagnostics, false, clock.instant()));
    }

    /** An application goes back to being accepted, as after a restart of YARN. */
    public synchronized void stepBack(ApplicationId id) {
        change(id, app -> FakeApplication.accepted(app.submission(), app.started()));
    }

    /** An application that had ended is alive. */
    public synchronized void revive(ApplicationId id) {
        applications.computeIfPresent(id, (same, app) -> FakeApplication.accepted(app.submission(), app.started()));
    }

    /** Whether YARN takes no order to kill. */
    public synchronized void refuseKills(boolean refuse) {
        killsRefused = refuse;
    }

    /** An application writes to its stdout. */
    public synchronized void write(ApplicationId id, String text) {
        change(id, app -> app.writing(text, ""));
    }

    /** An application writes to its stderr. */
    public synchronized void writeError(ApplicationId id, String text) {
        change(id, app -> app.writing("", text));
    }

    /** An application's attempt fails and the next one runs, in a container of its own. */
    public synchronized void tryAgain(ApplicationId id) {
        change(id, FakeApplication::tryingAgain);
    }

    /** Whether YARN has collected the logs of an application; it has as soon as that ends, if nobody says otherwise. */
    public synchronized void collectLogs(ApplicationId id, boolean collected) {
        applications.computeIfPresent(id, (same, app) -> app.collected(collected));
    }

    /** All applications that YARN remembers, in the order in which they came. */
    public synchronized Collection<FakeApplication> applications() {
        return List.copyOf(applications.values());
    }

    /** One application. */
    public synchronized FakeApplication application(ApplicationId id) {
        return Optional.ofNullable(applications.get(id)).orElseThrow();
    }

    /** The ids that were ever taken, remembered or not, with how often each was made an application. */
    public synchronized Map<ApplicationId, Integer> everMade() {
        return new LinkedHashMap<>(submissions);
    }

    /** What was cleaned up after, in order. */
    public synchronized List<ApplicationId> cleaned() {
        return List.copyOf(cleaned);
    }

    /** How many calls have arrived. */
    public synchronized int calls() {
        return calls;
    }

    @Override
    public String identity() {
        return "fake-yarn";
    }

    @Override
    public synchronized void prepare(String storeBrief, Consumer<List<String>> problems) {
        List<String> found = lacking;
        network.execute(() -> problems.accept(found));
    }

    @Override
    public void newApplication(Consumer<Answer<ApplicationId>> reply) {
        ask(() -> new ApplicationId(started, next++), reply);
    }

    @Override
    public void submit(CommandSubmission submission, Consumer<Submitted> reply) {
        network.execute(() -> {
            Submitted submitted = arrive(submission);
            network.execute(() -> reply.accept(submitted));
        });
    }

    @Override
    public void reports(String tag, Consumer<Answer<List<ApplicationReport>>> reply) {
        ask(
                () -> applications.values().stream()
                        .filter(app -> app.submission().tags().contains(tag))
                        .map(FakeApplication::report)
                        .toList(),
                reply);
    }

    @Override
    public synchronized void find(ApplicationId application, Consumer<Answer<Lookup>> reply) {
        if (!findsAnything) {
            network.execute(() -> reply.accept(new Answer.Unreachable<>(DOWN)));
            return;
        }
        ask(
                () -> Optional.ofNullable(applications.get(application))
                        .<Lookup>map(app -> new Lookup.Known(app.report()))
                        .orElse(new Lookup.NotFound(Optional.of(started))),
                reply);
    }

    @Override
    public synchronized void kill(ApplicationId application, Consumer<Answer<Killed>> reply) {
        if (killsRefused) {
            network.execute(() -> reply.accept(new Answer.Unreachable<>(DOWN)));
            return;
        }
        ask(
                () -> {
                    FakeApplication app = applications.get(application);
                    if (app == null) {
                        return Killed.NOT_FOUND;
                    }
                    if (!app.state().isFinal()) {
                        change(
                                application,
                                alive -> alive.ended(
                                        YarnState.KILLED, FinalStatus.KILLED, "killed", true, clock.instant()));
                    }
                    return Killed.ORDERED;
                },
                reply);
    }

    @Override
    public synchronized void cleanUp(ApplicationId application, Optional<String> user) {
        cleaned.add(application);
    }

    @Override
    public void log(LogFile file, Consumer<Answer<LogText>> reply) {
        ask(
                () -> {
                    FakeApplication app = applications.get(file.application());
                    return app == null ? new LogText.Never("the logs were deleted") : text(app, file);
                },
                reply);
    }

    /** While it runs its nodes have what its attempts have written so far; after that YARN has once it was collected. */
    private static LogText text(FakeApplication app, LogFile file) {
        boolean over = app.state().isFinal();
        if (over && !app.collected()) {
            return new LogText.NotYet("the logs are being collected");
        }
        FakeApplication.Written written =
                app.attempts().get(app.attempt(file.driver().container()));
        return new LogText.Text(file.name().equals("stderr") ? written.stderr() : written.stdout(), over);
    }

    private synchronized Submitted arrive(CommandSubmission submission) {
        Weather weather = forecast.isEmpty() ? Weather.CALM : forecast.remove();
        if (!reachable || weather == Weather.NOT_SENT) {
            return new Submitted.NotSent(DOWN);
        }
        if (weather == Weather.LOST_AND_UNKNOWN) {
            return new Submitted.Unknown("lost on the way");
        }
        calls++;
        boolean known = applications.containsKey(submission.application());
        if (weather == Weather.REJECTED && !known) {
            return new Submitted.Rejected("unknown queue");
        }
        if (!known) {
            submissions.merge(submission.application(), 1, Integer::sum);
            applications.put(submission.application(), FakeApplication.accepted(submission, clock.instant()));
        }
        return weather == Weather.TAKEN_BUT_UNKNOWN
                ? new Submitted.Unknown("lost on the way back")
                : new Submitted.Accepted();
    }

    private <T> void ask(Supplier<? extends T> question, Consumer<Answer<T>> reply) {
        network.execute(() -> {
            Answer<T> answer = answer(question);
            network.execute(() -> reply.accept(answer));
        });
    }

    private synchronized <T> Answer<T> answer(Supplier<? extends T> question) {
        if (!reachable) {
            return new Answer.Unreachable<>(DOWN);
        }
        calls++;
        return new Answer.Of<>(question.get());
    }

    private void change(ApplicationId id, UnaryOperator<FakeApplication> change) {
        applications.computeIfPresent(id, (same, app) -> app.state().isFinal() ? app : change.apply(app));
    }
}
