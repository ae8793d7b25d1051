package io.understudy.applicationmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A mission in a JVM of its own, as in a container: its output is the command's, its error stream the log. */
final class RunningMission implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final Path log;

    private RunningMission(Process process, Path log) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.log = log;
    }

    static RunningMission start(Path dir, String play, Map<String, String> environment, String... command)
            throws IOException {
        Path log = dir.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dfile.encoding=UTF-8",
                        "-Dsun.jnu.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlayedResourceManager.class.getName(),
                        play)
                .directory(dir.toFile())
                .redirectError(log.toFile());
        builder.environment().putAll(Parts.of(List.of(command), environment));
        // As under many NodeManagers.
        builder.environment().put("LC_ALL", "C");
        return new RunningMission(builder.start(), log);
    }

    ProcessHandle applicationMaster() {
        return process.toHandle();
    }

    /** The next line that the command printed. */
    String line() throws IOException {
        return String.valueOf(output.readLine());
    }

    /** A process whose id the command printed. */
    ProcessHandle printedProcess() throws IOException {
        return ProcessHandle.of(Long.parseLong(line())).orElseThrow();
    }

    /** Everything that the command printed until its end. */
    String rest() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = output.read(); c >= 0; c = output.read()) {
            text.append((char) c);
        }
        return text.toString();
    }

    /** Waits for the end and returns the log. */
    String end(int exitCode) throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(log);
        assertThat(process.exitValue()).as(text).isEqualTo(exitCode);
        return text;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
