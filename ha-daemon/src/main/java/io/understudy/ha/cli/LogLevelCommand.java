package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code haadmin log-level}: nodes say more, or less, for a while. */
@Command(
        name = "log-level",
        mixinStandardHelpOptions = true,
        description = {
            "Sets the level of a logger on all nodes, or on one, for a while. Afterwards it is what it was before, so that",
            "nobody forgets it."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done on all nodes that were asked",
            "1:refused",
            "2:there is no such node, level or time",
            "3:no node answers",
            "4:the outcome is unknown",
            "5:done, but not every node answers"
        })
final class LogLevelCommand extends Verb {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--node", paramLabel = "NODE", description = "This node alone (default: all).")
    private @Nullable String node;

    @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 10m (default: 30m; at most 24h).")
    private String length = "30m";

    @Parameters(index = "0", paramLabel = "LOGGER", description = "Such as io.understudy.ha.gateway, or ROOT.")
    private String logger = "";

    @Parameters(index = "1", paramLabel = "LEVEL", description = "trace, debug, info, warn, error or off.")
    private String level = "";

    @Override
    public Integer call() throws Failure {
        Nodes nodes = nodes();
        List<String> asked = node == null ? nodes.ids() : List.of(node);
        if (!nodes.ids().containsAll(asked)) {
            throw misused("there is no node " + node + " among " + nodes.ids());
        }
        String body = JSON.createObjectNode()
                .put("logger", logger)
                .put("level", level)
                .put("for", length)
                .toString();
        List<String> done = new ArrayList<>();
        String until = "";
        for (String each : asked) {
            Optional<Nodes.Answer> answer = nodes.postTo(each, "/ha/log-level", body);
            if (answer.isPresent()) {
                until = until(answer.get());
                done.add(each);
            }
        }
        if (done.isEmpty()) {
            throw nodes.nobody();
        }
        return told(asked, done, until);
    }

    private static String until(Nodes.Answer answer) throws Failure {
        return switch (answer.status()) {
            case 200 -> answer.json().path("until").asText();
            case 422 -> throw new Failure(Failure.USAGE, answer.node() + ": " + answer.msg());
            default -> throw new Failure(Failure.REFUSED, answer.node() + ": " + answer.msg());
        };
    }

    private int told(List<String> asked, List<String> done, String until) {
        List<String> silent =
                asked.stream().filter(each -> !done.contains(each)).toList();
        ObjectNode answer = answer().put("logger", logger).put("level", level).put("until", until);
        done.forEach(answer.putArray("nodes")::add);
        tell(
                "%s is %s on %s until %s%s"
                        .formatted(
                                logger,
                                level,
                                String.join(", ", done),
                                until,
                                silent.isEmpty() ? "" : "; no answer from " + String.join(", ", silent)),
                answer);
        return silent.isEmpty() ? 0 : Failure.DEGRADED;
    }
}
