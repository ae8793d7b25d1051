package io.understudy.session.service;

import io.understudy.session.BatchRequest.Kind;
import io.understudy.session.Session;
import io.understudy.session.SessionId;
import java.util.Map;

/** Brings sessions to YARN, each kind on its own way. Belongs to the loop. */
final class Submissions {

    private final CommandSubmissions commands;
    private final SparkSubmissions spark;
    private final Registry registry;

    Submissions(CommandSubmissions commands, SparkSubmissions spark, Registry registry) {
        this.commands = commands;
        this.spark = spark;
        this.registry = registry;
    }

    /** Submits a session of which nothing was tried, when its turn comes. */
    void submit(SessionId id) {
        registry.session(id)
                .ifPresent(session -> lane(session.order().request().kind()).add(id));
    }

    /** Whether this session is being submitted, or waits for its turn. */
    boolean isInHand(SessionId id) {
        return isUnderWay(id) || commands.lane().isWaiting(id) || spark.lane().isWaiting(id);
    }

    /** Whether a submission of this session may reach YARN from here any moment. */
    boolean isUnderWay(SessionId id) {
        return commands.lane().isUnderWay(id) || spark.lane().isUnderWay(id);
    }

    /** Cuts a submission of this session short if that is possible; runs {@code then} once none is under way. */
    void cutShort(SessionId id, Runnable then) {
        spark.kill(id);
        commands.lane().whenIdle(id, () -> spark.lane().whenIdle(id, then));
    }

    /** A session whose last attempt provably came to nothing is tried again, when its turn comes. */
    void submitAgain(SessionId id) {
        spark.lane().add(id);
    }

    /** YARN has answered, or could not be asked. */
    void yarnAnswers(boolean answers) {
        spark.yarnAnswers(answers);
    }

    /** Submits the same application id again, now or not at all. */
    void repeat(Session session) {
        commands.repeat(session);
    }

    /** Goes on after YARN could not be reached. */
    void resume() {
        commands.lane().resume();
    }

    /** Nothing is submitted here any more: leaves word of what nobody else can know. */
    void bequeath() {
        spark.bequeath();
    }

    /** What is under way, and what was, by kind. */
    Map<Kind, Workload.Submitting> figures() {
        return Map.of(
                Kind.COMMAND,
                commands.lane().figures(),
                Kind.SPARK,
                spark.lane().figures());
    }

    private Lane lane(Kind kind) {
        return kind == Kind.SPARK ? spark.lane() : commands.lane();
    }
}
