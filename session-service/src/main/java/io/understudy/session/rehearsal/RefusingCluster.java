package io.understudy.session.rehearsal;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.CommandSubmission;
import io.understudy.session.service.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A YARN that runs nothing: each batch comes to its end at once. */
final class RefusingCluster implements Cluster {

    private final AtomicInteger applications = new AtomicInteger();

    @Override
    public String identity() {
        return "rehearsal";
    }

    @Override
    public void prepare(String storeBrief, Consumer<List<String>> problems) {
        problems.accept(List.of());
    }

    @Override
    public void newApplication(Consumer<Answer<ApplicationId>> reply) {
        reply.accept(new Answer.Of<>(new ApplicationId(1, applications.incrementAndGet())));
    }

    @Override
    public void submit(CommandSubmission submission, Consumer<Submitted> reply) {
        reply.accept(new Submitted.Rejected("this is a rehearsal"));
    }

    @Override
    public void reports(String tag, Consumer<Answer<List<ApplicationReport>>> reply) {
        reply.accept(new Answer.Of<>(List.of()));
    }

    @Override
    public void find(ApplicationId application, Consumer<Answer<Lookup>> reply) {
        reply.accept(new Answer.Of<>(new Lookup.NotFound(Optional.empty())));
    }

    @Override
    public void kill(ApplicationId application, Consumer<Answer<Killed>> reply) {
        reply.accept(new Answer.Unreachable<>("this is a rehearsal"));
    }

    @Override
    public void cleanUp(ApplicationId application, Optional<String> user) {
        // Nothing runs, so that nothing is left.
    }

    @Override
    public void log(LogFile file, Consumer<Answer<LogText>> reply) {
        reply.accept(new Answer.Of<>(new LogText.Never("this is a rehearsal")));
    }
}
