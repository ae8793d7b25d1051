package io.understudy.acceptance;

import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.CommandSubmission;
import io.understudy.session.service.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A cluster with a fail point before and after every call that changes something. */
record FailingCluster(Cluster cluster, FailPoints points) implements Cluster {

    @Override
    public String identity() {
        return cluster.identity();
    }

    @Override
    public void prepare(String storeBrief, Consumer<List<String>> problems) {
        cluster.prepare(storeBrief, problems);
    }

    @Override
    public void newApplication(Consumer<Answer<ApplicationId>> reply) {
        points.pass("before new application");
        cluster.newApplication(after("new application", reply));
    }

    @Override
    public void submit(CommandSubmission submission, Consumer<Submitted> reply) {
        points.pass("before submit");
        cluster.submit(submission, after("submit", reply));
    }

    @Override
    public void reports(String tag, Consumer<Answer<List<ApplicationReport>>> reply) {
        cluster.reports(tag, reply);
    }

    @Override
    public void find(ApplicationId application, Consumer<Answer<Lookup>> reply) {
        cluster.find(application, reply);
    }

    @Override
    public void kill(ApplicationId application, Consumer<Answer<Killed>> reply) {
        points.pass("before kill");
        cluster.kill(application, after("kill", reply));
    }

    @Override
    public void cleanUp(ApplicationId application, Optional<String> user) {
        cluster.cleanUp(application, user);
    }

    @Override
    public void log(LogFile file, Consumer<Answer<LogText>> reply) {
        cluster.log(file, reply);
    }

    private <T> Consumer<T> after(String call, Consumer<T> reply) {
        return answer -> {
            points.pass("after " + call);
            reply.accept(answer);
        };
    }
}
