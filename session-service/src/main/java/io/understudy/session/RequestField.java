package io.understudy.session;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The fields that the body of {@code POST /batches} can have. Each may be null, which is as if it were not there. */
public enum RequestField {
    KIND("kind", Shape.TEXT, "What to run it with: spark, the default, or command."),
    FILE("file", Shape.TEXT, "The application's jar or script; needed for kind spark."),
    CLASS_NAME("className", Shape.TEXT, "Main class; for kind spark."),
    ARGS("args", Shape.TEXTS, "Arguments of the application; for kind spark."),
    JARS("jars", Shape.TEXTS, "URIs of jars; for kind spark."),
    PY_FILES("pyFiles", Shape.TEXTS, "URIs of Python files; for kind spark."),
    FILES("files", Shape.TEXTS, "URIs of files put into the working directory."),
    ARCHIVES("archives", Shape.TEXTS, "URIs of archives unpacked into the working directory."),
    DRIVER_MEMORY("driverMemory", Shape.TEXT, "Such as 512m or 2g; a bare number is MiB."),
    DRIVER_CORES("driverCores", Shape.INTEGER, "Virtual cores of the driver, or of the command's container."),
    EXECUTOR_MEMORY("executorMemory", Shape.TEXT, "Such as 512m or 2g; for kind spark."),
    EXECUTOR_CORES("executorCores", Shape.INTEGER, "Virtual cores of an executor; for kind spark."),
    NUM_EXECUTORS("numExecutors", Shape.INTEGER, "How many executors; for kind spark."),
    QUEUE("queue", Shape.TEXT, "YARN's queue."),
    NAME("name", Shape.TEXT, "Unique among batches that have not ended; not digits only."),
    CONF("conf", Shape.TEXT_MAP, "Spark's configuration; for kind spark."),
    PROXY_USER("proxyUser", Shape.TEXT, "Whom to run it as, where impersonation is on."),
    COMMAND("command", Shape.TEXTS, "Program and arguments; needed for kind command."),
    ENV("env", Shape.TEXT_MAP, "Added to the container's environment; for kind command.");

    private static final Set<String> LABELS =
            Arrays.stream(values()).map(RequestField::label).collect(Collectors.toUnmodifiableSet());

    private final String label;
    private final Shape shape;
    private final String meaning;

    RequestField(String label, Shape shape, String meaning) {
        this.label = label;
        this.shape = shape;
        this.meaning = meaning;
    }

    /** What the value of a field looks like after coercion. */
    public enum Shape {
        /** Numbers and booleans become texts. */
        TEXT,
        /** Also accepted as digits in a text. */
        INTEGER,
        /** Numbers and booleans in it become texts. */
        TEXTS,
        /** Numbers and booleans in it become texts. */
        TEXT_MAP
    }

    /** Whether a request may have a field that clients write so. */
    static boolean isKnown(String label) {
        return LABELS.contains(label);
    }

    /** As clients write it. */
    public String label() {
        return label;
    }

    public Shape shape() {
        return shape;
    }

    /** What it is for, for clients. */
    public String meaning() {
        return meaning;
    }
}
