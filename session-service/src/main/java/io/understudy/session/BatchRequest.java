package io.understudy.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client asks to run: the body of {@code POST /batches} after coercion. Two requests are the same if they are
 * equal, whatever the order of keys or the spelling of numbers in their bodies was.
 *
 * <p>This is the shape only; {@link RequestRules} decides what is acceptable.
 *
 * @param kind what to run it with
 * @param file the application's jar or script; for Spark
 * @param className main class; for Spark
 * @param args arguments of the application; for Spark
 * @param jars URIs of jars; for Spark
 * @param pyFiles URIs of Python files; for Spark
 * @param files URIs of files put into the working directory
 * @param archives URIs of archives unpacked into the working directory
 * @param driverMemory as the client wrote it; {@link MemorySize} reads it
 * @param driverCores virtual cores of the driver, or of the command's container
 * @param executorMemory as the client wrote it; for Spark
 * @param executorCores virtual cores of an executor; for Spark
 * @param numExecutors number of executors; for Spark
 * @param queue YARN's queue
 * @param name unique among live batches
 * @param conf Spark's configuration, sorted by key
 * @param proxyUser whom to run it as, as far as impersonation is on
 * @param command program and arguments; for commands
 * @param env added to the container's environment, sorted by name; for commands
 */
public record BatchRequest(
        Kind kind,
        Optional<String> file,
        Optional<String> className,
        List<String> args,
        List<String> jars,
        List<String> pyFiles,
        List<String> files,
        List<String> archives,
        Optional<String> driverMemory,
        Optional<Integer> driverCores,
        Optional<String> executorMemory,
        Optional<Integer> executorCores,
        Optional<Integer> numExecutors,
        Optional<String> queue,
        Optional<String> name,
        Map<String, String> conf,
        Optional<String> proxyUser,
        List<String> command,
        Map<String, String> env) {

    public BatchRequest {
        args = List.copyOf(args);
        jars = List.copyOf(jars);
        pyFiles = List.copyOf(pyFiles);
        files = List.copyOf(files);
        archives = List.copyOf(archives);
        conf = Collections.unmodifiableMap(new TreeMap<>(conf));
        command = List.copyOf(command);
        env = Collections.unmodifiableMap(new TreeMap<>(env));
    }

    /**
     * Reads a request from the values of a JSON object: strings, numbers, booleans, lists, maps and nulls. Reads back
     * what {@link #fields()} gave.
     *
     * @throws RejectedRequest if a field is unknown or has another shape
     */
    public static BatchRequest read(Map<String, ?> fields) throws RejectedRequest {
        return new RequestReader(fields).read();
    }

    /**
     * The fields that are set, in the order of the contract; values are strings, integers, lists and sorted maps of
     * strings. Equal requests give equal fields in equal order: fit for storing and for a digest.
     */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind.label());
        put(fields, "file", file);
        put(fields, "className", className);
        put(fields, "args", args);
        put(fields, "jars", jars);
        put(fields, "pyFiles", pyFiles);
        put(fields, "files", files);
        put(fields, "archives", archives);
        put(fields, "driverMemory", driverMemory);
        put(fields, "driverCores", driverCores);
        put(fields, "executorMemory", executorMemory);
        put(fields, "executorCores", executorCores);
        put(fields, "numExecutors", numExecutors);
        put(fields, "queue", queue);
        put(fields, "name", name);
        put(fields, "conf", conf);
        put(fields, "proxyUser", proxyUser);
        put(fields, "command", command);
        put(fields, "env", env);
        return Collections.unmodifiableMap(fields);
    }

    private static void put(Map<String, Object> fields, String field, Optional<?> value) {
        value.ifPresent(present -> fields.put(field, present));
    }

    private static void put(Map<String, Object> fields, String field, List<String> values) {
        if (!values.isEmpty()) {
            fields.put(field, values);
        }
    }

    private static void put(Map<String, Object> fields, String field, Map<String, String> values) {
        if (!values.isEmpty()) {
            fields.put(field, values);
        }
    }

    /** What a batch is run with. */
    public enum Kind {
        /** A Spark application, through spark-submit. */
        SPARK,
        /** A program in one YARN container. */
        COMMAND;

        /** As clients write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind that clients write so; empty if there is none. */
        public static Optional<Kind> of(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst();
        }
    }
}
