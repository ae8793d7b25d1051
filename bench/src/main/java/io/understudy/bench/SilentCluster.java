package io.understudy.bench;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.CommandSubmission;
import io.understudy.session.service.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A YARN that has nothing to say: a recovery does without it. */
final class SilentCluster implements Cluster {

    private static final String WHY = "there is none";

    @Override
    public String identity() {
        return "bench";
    }

    @Override
    public void prepare(String storeBrief, Consumer<List<String>> problems) {
        problems.accept(List.of());
    }

    @Override
    public void newApplication(Consumer<Answer<ApplicationId>> reply) {
        reply.accept(new Answer.Unreachable<>(WHY));
    }

    @Override
    public void submit(CommandSubmission submission, Consumer<Submitted> reply) {
        reply.accept(new Submitted.NotSent(WHY));
    }

    @Override
    public void reports(String tag, Consumer<Answer<List<ApplicationReport>>> reply) {
        reply.accept(new Answer.Of<>(List.of()));
    }

    @Override
    public void find(ApplicationId application, Consumer<Answer<Lookup>> reply) {
        reply.accept(new Answer.Unreachable<>(WHY));
    }

    @Override
    public void kill(ApplicationId application, Consumer<Answer<Killed>> reply) {
        reply.accept(new Answer.Unreachable<>(WHY));
    }

    @Override
    public void cleanUp(ApplicationId application, Optional<String> user) {
        // Nothing ran.
    }

    @Override
    public void log(LogFile file, Consumer<Answer<LogText>> reply) {
        reply.accept(new Answer.Unreachable<>(WHY));
    }
}
