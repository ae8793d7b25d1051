package io.understudy.session.spark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How spark-submit is run.
 *
 * @param home Spark's folder: {@code bin/spark-submit} is in it
 * @param hadoopFolder the cluster's configuration, for {@code HADOOP_CONF_DIR}; empty to leave the environment's
 * @param javaOptions of its JVM, as {@code SPARK_SUBMIT_OPTS} takes them
 * @param deadline how long a run may take
 */
public record SparkSettings(Path home, Optional<Path> hadoopFolder, Optional<String> javaOptions, Duration deadline) {

    /** The program. */
    Path program() {
        return home.resolve("bin").resolve("spark-submit");
    }

    /** Makes the environment of a process that of a run. */
    void addTo(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("UNDERSTUDY_"));
        environment.put("SPARK_HOME", home.toString());
        hadoopFolder.ifPresent(folder -> environment.put("HADOOP_CONF_DIR", folder.toString()));
        javaOptions.ifPresent(options -> environment.put("SPARK_SUBMIT_OPTS", options));
    }
}
