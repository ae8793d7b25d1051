package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.understudy.ha.cli.Diagnosis.Finding;
import io.understudy.ha.cli.Diagnosis.Grade;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code haadmin doctor}: looks at everything that can be wrong, and says what to do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Asks every node and ZooKeeper, and tells what is well, what is not, and what to do: ports between the nodes,",
            "versions, configurations, clocks, ZooKeeper's timeout and ACLs, YARN, Spark, records that were set aside."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all is well", "3:neither a node nor ZooKeeper answers", "5:something is not"})
final class DoctorCommand extends Verb {

    @Override
    public Integer call() throws Failure {
        Examination examination = Examination.of(options());
        if (examination.answering().isEmpty() && examination.zooKeeper().isEmpty()) {
            Failure nobody = nodes().nobody();
            throw new Failure(
                    Failure.UNREACHABLE,
                    nobody.getMessage() + ". ZooKeeper could not be asked either: " + examination.withoutZooKeeper());
        }
        List<Finding> findings = Diagnosis.of(examination);
        if (isJson()) {
            out().println(json(findings));
        } else {
            findings.forEach(this::print);
        }
        return findings.stream().allMatch(finding -> finding.grade() == Grade.ok) ? 0 : Failure.DEGRADED;
    }

    private void print(Finding finding) {
        String remedy = finding.remedy().isEmpty() ? "" : ". " + capitalized(finding.remedy());
        out().printf("%-4s  %s%s%n", finding.grade(), finding.text(), remedy);
    }

    private static String capitalized(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private static ObjectNode json(List<Finding> findings) {
        ObjectNode json = answer();
        ArrayNode list = json.putArray("findings");
        findings.forEach(finding -> list.addObject()
                .put("grade", finding.grade().name())
                .put("text", finding.text())
                .put("remedy", finding.remedy()));
        return json;
    }
}
