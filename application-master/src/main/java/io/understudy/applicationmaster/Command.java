package io.understudy.applicationmaster;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The running command. It leads a session and process group of its own, which a guard inside it kills as soon as this JVM
 * is gone for whatever reason, {@code kill -9} included: the guard reads from a pipe whose other end only this JVM holds.
 * Both streams of the command go to this JVM's standard output. One thread at a time.
 */
final class Command {

    /*
     * $1.. is the command. The guard is started twice removed, so that the command has no child that it does not know;
     * it ignores, from before its birth and so before the command runs, what that may send to its whole group. Nothing
     * is looked up on the PATH, which may be the user's.
     */
    private static final String GUARDED = "exec 3<&0 </dev/null\n"
            + "( trap '' HUP INT QUIT USR1 USR2 PIPE ALRM TERM; ( read -r line <&3; kill -KILL 0 ) >/dev/null 2>&1 & )\n"
            + "exec 3<&-\n"
            + "exec \"$@\"\n";

    private final Process process;

    private Command(Process process) {
        this.process = process;
    }

    /** Starts a command in this JVM's working directory and environment, as the order changes it. */
    static Command start(BatchOrder order) throws CommandNotStarted {
        List<String> command = order.command();
        List<String> guarded = new ArrayList<>(Arrays.asList("setsid", "/bin/sh", "-c", GUARDED, "sh"));
        guarded.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(guarded).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
        try {
            order.adapt(builder.environment());
            String path = builder.environment().get("PATH");
            File program = Program.find(command.get(0), path == null ? "/usr/bin:/bin" : path);
            if (command.get(0).startsWith("-")) {
                // A shell would take it for an option of exec.
                guarded.set(guarded.size() - command.size(), program.getPath());
            }
            return new Command(builder.start());
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandNotStarted(String.valueOf(e.getMessage()));
        }
    }

    /** Waits for its end, at most this long; false if it still runs. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** How it ended; only after its end. */
    Outcome outcome() {
        return Outcome.ofExit(process.exitValue());
    }

    /** Kills the whole process group, if anything of it is left, and waits for the command's end. */
    void kill() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException guardIsGone) {
            // Then only the command itself can be reached, below.
        }
        process.destroyForcibly().waitFor();
    }
}
