package io.understudy.ha.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, which picocli has none for. */
final class FishCompletion {

    private final StringBuilder script = new StringBuilder("complete -c haadmin -f\n");

    private FishCompletion() {}

    static String of(CommandLine haadmin) {
        FishCompletion completion = new FishCompletion();
        completion.verbs(haadmin, "__fish_use_subcommand");
        completion.options(haadmin, "__fish_use_subcommand");
        haadmin.getSubcommands().forEach((verb, command) -> {
            String seen = "__fish_seen_subcommand_from " + verb;
            completion.verbs(command, seen);
            completion.options(command, seen);
            command.getSubcommands().forEach((second, deeper) -> completion.options(deeper, seen + " " + second));
        });
        return completion.script.toString();
    }

    private void verbs(CommandLine parent, String condition) {
        parent.getSubcommands()
                .forEach((verb, command) -> script.append(line(condition))
                        .append(" -a ")
                        .append(verb)
                        .append(description(
                                command.getCommandSpec().usageMessage().description()))
                        .append('\n'));
    }

    private void options(CommandLine command, String condition) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            script.append(line(condition));
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            script.append(option.arity().max() > 0 ? " -r" : "")
                    .append(description(option.description()))
                    .append('\n');
        }
    }

    private static String line(String condition) {
        return String.format(Locale.ROOT, "complete -c haadmin -n '%s'", condition);
    }

    private static String description(String[] sentences) {
        return sentences.length == 0 ? "" : " -d '" + sentences[0].replace("'", "\\'") + "'";
    }
}
