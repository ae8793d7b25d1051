package io.understudy.session.yarn;

import java.io.Closeable;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.hadoop.yarn.api.ApplicationClientProtocol;
import org.apache.hadoop.yarn.api.protocolrecords.GetApplicationReportResponse;
import org.apache.hadoop.yarn.api.protocolrecords.GetNewApplicationResponse;
import org.apache.hadoop.yarn.api.protocolrecords.SubmitApplicationResponse;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.util.Records;

/** A ResourceManager whose answers to each method are laid out beforehand; the last one is given for ever. */
final class PlayedProtocol {

    private final Map<String, Queue<Reaction>> play = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();

    PlayedProtocol on(String method, Reaction... answers) {
        play.put(method, new ArrayDeque<>(List.of(answers)));
        return this;
    }

    ResourceManager resourceManager() {
        on("close", () -> "closed");
        return new ResourceManager((ApplicationClientProtocol) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ApplicationClientProtocol.class, Closeable.class},
                (proxy, method, arguments) -> answer(method.getName())));
    }

    synchronized int calls(String method) {
        return calls.getOrDefault(method, 0);
    }

    private synchronized Object answer(String method) throws Exception {
        calls.merge(method, 1, Integer::sum);
        Queue<Reaction> answers = play.getOrDefault(method, new ArrayDeque<>());
        Reaction next = answers.size() > 1 ? answers.remove() : answers.peek();
        if (next == null) {
            throw new AssertionError("nobody expected " + method);
        }
        return next.react();
    }

    static Reaction fails(Exception failure) {
        return () -> {
            throw failure;
        };
    }

    static Reaction taken() {
        return () -> Records.newRecord(SubmitApplicationResponse.class);
    }

    static Reaction startedAt(long clusterTimestamp) {
        return () -> GetNewApplicationResponse.newInstance(
                ApplicationId.newInstance(clusterTimestamp, 77),
                Resource.newInstance(1, 1),
                Resource.newInstance(1, 1));
    }

    static Reaction notFound() {
        return fails(new ApplicationNotFoundException("doesn't exist in RM"));
    }

    static Reaction report(ApplicationId id, YarnApplicationState state) {
        ApplicationReport report = Records.newRecord(ApplicationReport.class);
        report.setApplicationId(id);
        report.setYarnApplicationState(state);
        report.setFinalApplicationStatus(FinalApplicationStatus.UNDEFINED);
        return () -> GetApplicationReportResponse.newInstance(report);
    }

    /** What a call does. */
    interface Reaction {
        Object react() throws Exception;
    }
}
