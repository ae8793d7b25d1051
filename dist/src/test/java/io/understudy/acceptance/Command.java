package io.understudy.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One of the distribution's commands, run as a person would run it. */
final class Command {

    private Command() {}

    /** What a command that ended has said. */
    record Result(int exitCode, String out, String err) {}

    /** Runs a command to its end. */
    static Result run(Map<String, String> environment, String name, String... args) throws Exception {
        Process process = builder(environment, name, args).start();
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        if (!process.waitFor(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(name + " " + List.of(args) + " did not end; it said: " + out.get() + err.get());
        }
        return new Result(process.exitValue(), out.get(), err.get());
    }

    /** Starts a command whose output goes into a file. */
    static Process startLogged(Path log, Map<String, String> environment, String name, String... args)
            throws IOException {
        return builder(environment, name, args)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static ProcessBuilder builder(Map<String, String> environment, String name, String... args) {
        List<String> line = new ArrayList<>(
                List.of(Stage.home().resolve("bin").resolve(name).toString()));
        line.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder;
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        });
    }
}
