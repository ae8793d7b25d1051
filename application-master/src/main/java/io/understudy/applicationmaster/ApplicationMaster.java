package io.understudy.applicationmaster;

import java.time.Instant;

/**
 * Runs one command in the container of the ApplicationMaster and tells YARN how it ended. Ends itself with exit code 0
 * once YARN has taken the outcome.
 *
 * <h2>Contract with the submitter</h2>
 *
 * <p>The order is in the environment variables {@code UNDERSTUDY_BATCH_0}, {@code UNDERSTUDY_BATCH_1} and so on, without
 * gap. Their values, joined, are Base64 (RFC 4648, with padding) of a UTF-8 text of fields separated by NUL:
 *
 * <pre>
 * "1"                          the format
 * n, n fields                  the command: program and arguments
 * m, m times name and value    variables for the command's environment
 * </pre>
 *
 * <p>So nothing of it is touched by a shell on the way: YARN puts variables and command lines into a script. No field may
 * have a NUL; no variable may be longer than 128 KiB (Linux), hence the parts.
 *
 * <p>The class path is in {@code CLASSPATH}: this jar, then Hadoop's configuration and libraries of the node. The JVM runs
 * with {@code -Dfile.encoding=UTF-8 -Dsun.jnu.encoding=UTF-8}: else it could pass on only what the node's locale has. The
 * container's standard output takes both streams of the command and nothing else, its standard error takes the log of the
 * ApplicationMaster. Number of attempts, memory and queue are the submitter's business.
 *
 * <p>The command gets the container's environment without {@code CLASSPATH} and {@code UNDERSTUDY_BATCH_*}, and the
 * variables of the order; its working directory is the container's; its standard input is empty. It dies with this
 * process, its whole process group with it, and whatever of the group is left dies when it has ended.
 */
public final class ApplicationMaster {

    private static final long HEARTBEAT_MILLIS = 1_000;

    private ApplicationMaster() {}

    /** Runs the order of this container's environment; takes no arguments. */
    public static void main(String[] args) throws InterruptedException {
        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {
            error.printStackTrace();
            System.exit(1);
        });
        Mission mission = new Mission(AmrmLink.open(), System.getenv(), HEARTBEAT_MILLIS, ApplicationMaster::log);
        // Threads of Hadoop's client would keep a plain return from ending the JVM.
        System.exit(mission.run() ? 0 : 1);
    }

    private static void log(String line) {
        System.err.println(Instant.now() + " " + line);
    }
}
