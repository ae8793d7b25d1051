package io.understudy.ha.election.fencing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.ha.BadFencingConfigurationException;
import org.apache.hadoop.ha.FenceMethod;
import org.apache.hadoop.ha.HAServiceTarget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code shell(command)}: runs the command in bash and succeeds if it exits with 0. Like Hadoop's, but for two things:
 * the command sees nothing of the daemon's environment and configuration, which have secrets, but {@code PATH},
 * {@code HOME}, {@code LANG} and whom to fence; and it is killed with all of its process group when the time of the run is
 * over, by {@code timeout} of the system, which outlives the daemon.
 */
public final class ShellFence implements FenceMethod {

    private static final Logger LOG = LoggerFactory.getLogger(ShellFence.class);
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG");
    private static final int KILLED = 137;
    private static final int LOOKS_AGAIN_MS = 50;
    private static final int LAST_WORDS = 300;

    @Override
    public void checkArgs(@Nullable String command) throws BadFencingConfigurationException {
        if (command == null || command.isBlank()) {
            throw new BadFencingConfigurationException(
                    "shell needs a command, such as shell(/usr/local/bin/power-off)");
        }
    }

    @Override
    public boolean tryFence(HAServiceTarget target, String command) {
        FencedService service = (FencedService) target;
        try {
            return run(service, start(service, command));
        } catch (IOException e) {
            service.remark("it could not be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static Process start(FencedService service, String command) throws IOException {
        String seconds =
                String.format(Locale.ROOT, "%.3f", Math.max(1, service.left().toMillis()) / 1000.0);
        ProcessBuilder builder = new ProcessBuilder("timeout", "--signal=KILL", seconds, "bash", "-e", "-c", command);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        service.getFencingParameters().forEach((name, value) -> environment.put("target_" + name, value));
        environment.putAll(service.circumstances());
        return builder.redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
    }

    /** A command may leave something behind that keeps its output open: its end counts, not that of the output. */
    private static boolean run(FencedService service, Process process) throws InterruptedException {
        StringBuilder said = new StringBuilder();
        boolean ended;
        do {
            ended = process.waitFor(LOOKS_AGAIN_MS, TimeUnit.MILLISECONDS);
            hear(process.getInputStream(), said);
        } while (!ended);
        int code = process.exitValue();
        String outcome =
                code == KILLED ? "it was killed, after ha.fencing.timeout or by somebody" : "it exited with " + code;
        String words = said.toString().strip();
        LOG.info("A fencing command: {}{}", outcome, words.isEmpty() ? "" : ", having said: " + words);
        service.remark(words.isEmpty() ? outcome : outcome + ": " + words);
        return code == 0;
    }

    /** Takes what is there and never waits; of all that is said the end is kept. */
    private static void hear(InputStream output, StringBuilder said) {
        try {
            said.append(new String(output.readNBytes(output.available()), UTF_8));
            said.delete(0, Math.max(0, said.length() - LAST_WORDS));
        } catch (IOException gone) {
            // Nothing more is said.
        }
    }
}
