package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.session.transfer.Finding;
import io.understudy.session.transfer.Verification;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code haadmin store verify}: reads everything and says what is wrong. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Reads the whole store and says what is wrong with it. Changes nothing; the cluster may be in use.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:there is no store",
            "3:ZooKeeper does not answer",
            "5:something is wrong, as printed"
        })
final class StoreVerifyCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParentCommand
    private StoreCommand parent = new StoreCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Failure {
        StoreWork work = StoreWork.of(parent.options());
        Verification.Report report = work.run(Verification::of);
        PrintWriter out = spec.commandLine().getOut();
        if (parent.options().format == Options.Format.json) {
            out.println(json(work.cluster().cluster(), report));
        } else {
            print(work.cluster().cluster(), report, out);
        }
        return report.isClean() ? 0 : Failure.DEGRADED;
    }

    private static void print(String cluster, Verification.Report report, PrintWriter out) {
        out.printf(
                "cluster %s, store %s, epoch %d%n",
                cluster, report.facts().uuid(), report.facts().epoch());
        Table.print(
                List.of(
                        List.of("SESSIONS", "TOMBSTONES", "LOGS", "HIGHEST-ID", "NEXT-ID", "LARGEST-RECORD"),
                        List.of(
                                Integer.toString(report.sessions()),
                                Integer.toString(report.tombstones()),
                                Integer.toString(report.logs()),
                                report.highestId() < 0 ? "-" : Integer.toString(report.highestId()),
                                Integer.toString(report.facts().nextId()),
                                Integer.toString(report.largestRecord()))),
                out);
        if (report.isClean()) {
            out.println("Nothing is wrong.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("FINDING", "WHERE", "WHAT"));
        report.findings().forEach(found -> rows.add(List.of(label(found.kind()), found.path(), found.what())));
        Table.print(rows, out);
        report.counts().forEach((kind, count) -> out.println("! " + label(kind) + ": " + count));
    }

    private static String json(String cluster, Verification.Report report) {
        ObjectNode json = JSON.createObjectNode()
                .put("format", 1)
                .put("cluster", cluster)
                .put("uuid", report.facts().uuid().toString())
                .put("epoch", report.facts().epoch())
                .put("nextId", report.facts().nextId())
                .put("highestId", report.highestId())
                .put("sessions", report.sessions())
                .put("tombstones", report.tombstones())
                .put("logs", report.logs())
                .put("largestRecordBytes", report.largestRecord())
                .put("largestShardBytes", report.largestShard());
        ObjectNode counts = json.putObject("counts");
        report.counts().forEach((kind, count) -> counts.put(label(kind), count));
        ArrayNode findings = json.putArray("findings");
        report.findings()
                .forEach(found -> findings.addObject()
                        .put("kind", label(found.kind()))
                        .put("path", found.path())
                        .put("what", found.what()));
        return json.toString();
    }

    private static String label(Finding.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
