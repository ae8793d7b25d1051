package io.understudy.bench;

import io.understudy.bench.load.SearchPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The load generator {@code wrk}: as many requests as its connections get answered, one after the other on each. */
final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern MEDIAN = Pattern.compile(" 50% +([0-9.]+)(us|ms|s)");
    private static final Pattern WRONG = Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)");
    private static final Pattern BROKEN = Pattern.compile("Socket errors: (.*)");

    private Wrk() {}

    /** Says what is missing, if it is. */
    static void require(CommandSpec spec) {
        if (SearchPath.program("wrk").isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "There is no wrk on the PATH. Install it (Debian: apt-get install wrk).");
        }
    }

    /**
     * What came of one run.
     *
     * @param rate answers a second
     * @param medianMillis of the time until an answer
     */
    record Result(double rate, double medianMillis) {}

    /**
     * Asks for one address again and again.
     *
     * @throws IOException if any answer was no success: then nothing was measured
     */
    static Result get(URI address, int connections, int seconds) throws IOException, InterruptedException {
        return run(List.of(), address, connections, seconds);
    }

    /**
     * Sends one JSON body to one address again and again.
     *
     * @param dir where its script is put
     * @throws IOException if any answer was no success: then nothing was measured
     */
    static Result post(Path dir, URI address, String json, int connections, int seconds)
            throws IOException, InterruptedException {
        Path script = Files.writeString(dir.resolve("post.lua"), """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.body = [[%s]]
                """.formatted(json));
        return run(List.of("-s", script.toString()), address, connections, seconds);
    }

    private static Result run(List<String> options, URI address, int connections, int seconds)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "20s", "--latency"));
        command.addAll(options);
        command.add(address.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            said = lines.lines().collect(Collectors.joining("\n"));
        }
        process.waitFor();
        Matcher rate = RATE.matcher(said);
        Matcher median = MEDIAN.matcher(said);
        if (WRONG.matcher(said).find() || BROKEN.matcher(said).find() || !rate.find() || !median.find()) {
            throw new IOException("wrk could not measure " + address + ": " + said);
        }
        return new Result(
                Double.parseDouble(rate.group(1)), Double.parseDouble(median.group(1)) * millis(median.group(2)));
    }

    private static double millis(String unit) {
        return switch (unit) {
            case "us" -> 1e-3;
            case "ms" -> 1;
            default -> 1e3;
        };
    }
}
