package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The examples of docs/clients.md, as they stand there. */
final class ClientsPage {

    private ClientsPage() {}

    /** All blocks of a language, in the order of the page. */
    static String examples(String language) throws IOException {
        String page = Files.readString(Stage.home().resolve("docs/clients.md"));
        return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());
    }

    /** A Python that has {@code requests}. */
    static Optional<String> python() {
        return Stream.of("python3", "/usr/bin/python3")
                .filter(python -> {
                    try {
                        return new ProcessBuilder(python, "-c", "import requests")
                                        .redirectErrorStream(true)
                                        .redirectOutput(Path.of("/dev/null").toFile())
                                        .start()
                                        .waitFor()
                                == 0;
                    } catch (IOException absent) {
                        return false;
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .findFirst();
    }

    /** Runs examples, as the standard input of their interpreter, for this address; what they printed. */
    static List<String> run(URI understudy, String examples, String... interpreter)
            throws IOException, InterruptedException {
        Path script = Files.writeString(Stage.folder("clients").resolve("examples"), examples);
        Path output = script.resolveSibling("output");
        ProcessBuilder builder = new ProcessBuilder(interpreter)
                .redirectInput(script.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("UNDERSTUDY", understudy.toString());
        builder.environment().put("FILE", Spark.job().toString());
        Process process = builder.start();
        if (!process.waitFor(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }
}
