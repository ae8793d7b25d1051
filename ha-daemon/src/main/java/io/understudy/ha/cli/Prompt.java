package io.understudy.ha.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Asks the operator before something is changed. */
final class Prompt {

    private Prompt() {}

    /**
     * Returns if the operator agrees, or has agreed by {@code --yes}.
     *
     * @throws Failure if not, or if nobody is there to answer
     */
    static void confirm(Options options, CommandSpec spec, String question) throws Failure {
        if (options.yes) {
            return;
        }
        boolean json = options.format == Options.Format.json;
        PrintWriter terminal =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        terminal.print(question + " [y/N] ");
        terminal.flush();
        if (!answer().strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw new Failure(Failure.ABORTED, "nothing was changed: answer y, or give --yes");
        }
    }

    private static String answer() throws Failure {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new Failure(Failure.ABORTED, "nothing was changed: no answer can be read; give --yes");
        }
    }
}
