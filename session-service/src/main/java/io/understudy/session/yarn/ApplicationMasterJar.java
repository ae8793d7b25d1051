package io.understudy.session.yarn;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Finds the jar of the ApplicationMaster among the jars that this program runs with. */
public final class ApplicationMasterJar {

    private static final String NAME = "understudy-application-master-";

    private ApplicationMasterJar() {}

    /**
     * The jar on a class path.
     *
     * @param classPath as in {@code java.class.path}: names of jars, with ":" between
     * @throws FileNotFoundException with a sentence for people if it is not there
     */
    public static Path on(String classPath) throws FileNotFoundException {
        return Arrays.stream(classPath.split(":", -1))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().startsWith(NAME) && Files.isRegularFile(jar))
                .findFirst()
                .orElseThrow(() -> new FileNotFoundException("No " + NAME + "*.jar is among the jars of this program:"
                        + " commands could not run. Unpack the distribution again."));
    }
}
