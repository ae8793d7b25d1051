package io.understudy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A build of the next release: this one, compiled with a newer format of the store, and with another version. */
final class NextBuild {

    /** Its version. */
    static final String VERSION = "99.0.0";

    private static final String FORMAT = "io/understudy/fencing/StoreFormat";

    private NextBuild() {}

    /** Makes its distribution in a new folder. */
    static Path in(Path folder) throws IOException {
        Path home = Files.createDirectory(folder);
        for (String part : List.of("bin", "lib")) {
            Files.createDirectory(home.resolve(part));
            try (Stream<Path> files = Files.list(Stage.home().resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(
                            file, home.resolve(part).resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        replace(jar(home, "understudy-fencing-"), FORMAT + ".class", Files.readAllBytes(newerFormat(home)));
        replace(
                jar(home, "understudy-session-service-"),
                "understudy-version.properties",
                ("version=" + VERSION + "\n").getBytes(StandardCharsets.UTF_8));
        return home;
    }

    private static Path newerFormat(Path home) throws IOException {
        Path sources = Stage.home().resolve("../../../fencing/src/main/java").normalize();
        String text = Files.readString(sources.resolve(FORMAT + ".java"));
        assertThat(text).contains("return 1;");
        Path source = home.resolve("StoreFormat.java");
        Files.writeString(source, text.replace("return 1;", "return 2;"));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", home.toString(), source.toString());
        assertThat(failed).isZero();
        return home.resolve(FORMAT + ".class");
    }

    private static Path jar(Path home, String beginning) throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(beginning))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void replace(Path jar, String entry, byte[] bytes) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            assertThat(zip.getPath(entry)).exists();
            Files.write(zip.getPath(entry), bytes);
        }
    }
}
