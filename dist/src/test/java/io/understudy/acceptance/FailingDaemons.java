package io.understudy.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Daemons with fail points on a stage, started as a launcher would start the real ones, and without one. */
final class FailingDaemons implements AutoCloseable {

    private final Stage stage;
    private final Map<String, Process> processes = new HashMap<>();

    FailingDaemons(Stage stage) {
        this.stage = stage;
    }

    /**
     * Starts a node's daemon.
     *
     * @param armed the file that arms a point, as {@link FailPoints} reads it
     */
    void start(String node, Path armed) throws IOException {
        Path conf = stage.daemons().confDir(node);
        Path log = Files.createDirectories(conf.resolveSibling("logs")).resolve("daemon.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dunderstudy.fail-point=" + armed,
                        "-Dlogback.configurationFile=understudy-logback.xml",
                        "-cp",
                        String.join(
                                ":",
                                System.getProperty("understudy.test-classes"),
                                conf.toString(),
                                stage.servers().yarnConfDir().toString(),
                                Stage.home().resolve("lib") + "/*"),
                        FailingDaemon.class.getName(),
                        "--conf",
                        conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .put("HADOOP_CONF_DIR", stage.servers().yarnConfDir().toString());
        processes.put(node, builder.start());
    }

    /** The daemon that was started last for a node. */
    Process process(String node) {
        Process process = processes.get(node);
        if (process == null) {
            throw new AssertionError(node + " was never started");
        }
        return process;
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }
}
