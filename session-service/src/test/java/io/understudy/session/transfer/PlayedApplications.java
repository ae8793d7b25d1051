package io.understudy.session.transfer;

import io.understudy.fencing.testing.ZooKeeperNode;
import io.understudy.session.ApplicationId;
import io.understudy.session.ApplicationReport;
import io.understudy.session.service.Cluster.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A YARN that knows what a test has told it. */
final class PlayedApplications implements Applications {

    private final List<ApplicationReport> reports = new ArrayList<>();
    private boolean down;

    void isDown() {
        down = true;
    }

    void runs(ApplicationId id, String... tags) {
        reports.add(new ApplicationReport(
                id,
                "batch",
                Set.of(tags),
                ApplicationReport.YarnState.RUNNING,
                ApplicationReport.FinalStatus.UNDEFINED,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Instant.EPOCH,
                Optional.empty()));
    }

    @Override
    public String identity() {
        return ZooKeeperNode.YARN;
    }

    @Override
    public void tagged(String tag, Consumer<Answer<List<ApplicationReport>>> reply) {
        answer(reports.stream().filter(report -> report.tags().contains(tag)).toList(), reply);
    }

    @Override
    public void all(Consumer<Answer<List<ApplicationReport>>> reply) {
        answer(List.copyOf(reports), reply);
    }

    private void answer(List<ApplicationReport> found, Consumer<Answer<List<ApplicationReport>>> reply) {
        reply.accept(down ? new Answer.Unreachable<>("it is down") : new Answer.Of<>(found));
    }

    @Override
    public void close() {}
}
