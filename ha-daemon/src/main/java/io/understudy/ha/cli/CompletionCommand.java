package io.understudy.ha.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code haadmin completion}: a script that makes a shell complete this command's words. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script that lets a shell complete verbs and options:",
            "bash: source <(bin/haadmin completion bash)",
            "zsh:  source <(bin/haadmin completion zsh)",
            "fish: bin/haadmin completion fish | source"
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:printed", "2:that shell is not known"})
final class CompletionCommand extends Verb {

    /** Shells that complete. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "bash|zsh|fish", description = "Which shell.")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        CommandLine haadmin = new CommandLine(new HaAdmin());
        // picocli's script is for both: in zsh it makes bash's completions known first.
        out().print(shell == Shell.fish ? FishCompletion.of(haadmin) : AutoComplete.bash("haadmin", haadmin));
        out().flush();
        return 0;
    }
}
