package io.understudy.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What spark-submit is told of a session: the arguments that Livy's {@code SparkProcessBuilder} would build, with the tags
 * by which the application is found. What the request says in a field of its own beats its {@code conf}; of lists, those
 * of the fields come first. Properties are in alphabetical order, so that equal orders give equal arguments.
 */
public final class SparkArguments {

    /** Tags that an application has beside its own. */
    public static final String TAGS = "spark.yarn.tags";

    static final String JARS = "spark.jars";
    static final String FILES = "spark.files";
    static final String ARCHIVES = "spark.yarn.dist.archives";
    static final String PY_FILES = "spark.submit.pyFiles";

    private SparkArguments() {}

    /** All arguments, without the program itself. */
    public static List<String> of(Session session) {
        BatchRequest request = session.order().request();
        Map<String, String> conf = conf(request, session.tag());
        Optional<String> pyFiles = Optional.ofNullable(conf.remove(PY_FILES));
        List<String> arguments = new ArrayList<>(List.of("--master", "yarn", "--deploy-mode", "cluster"));
        add(arguments, "--name", request.name());
        add(arguments, "--class", request.className());
        conf.forEach((key, value) -> add(arguments, "--conf", Optional.of(key + "=" + value)));
        add(arguments, "--py-files", pyFiles);
        add(arguments, "--proxy-user", session.order().proxyUser());
        add(arguments, "--queue", request.queue());
        arguments.add(request.file().orElseThrow());
        arguments.addAll(request.args());
        return List.copyOf(arguments);
    }

    private static Map<String, String> conf(BatchRequest request, SessionTag tag) {
        Map<String, String> conf = new TreeMap<>(request.conf());
        put(conf, "spark.driver.memory", request.driverMemory());
        put(conf, "spark.driver.cores", request.driverCores());
        put(conf, "spark.executor.memory", request.executorMemory());
        put(conf, "spark.executor.cores", request.executorCores());
        put(conf, "spark.executor.instances", request.numExecutors());
        merge(conf, JARS, request.jars());
        merge(conf, FILES, request.files());
        merge(conf, ARCHIVES, request.archives());
        merge(conf, PY_FILES, request.pyFiles());
        merge(conf, TAGS, List.of(tag.storeTag(), tag.toString()));
        // Whoever waits for the end of every application has as many JVMs as batches.
        conf.put("spark.yarn.submit.waitAppCompletion", "false");
        return conf;
    }

    private static void put(Map<String, String> conf, String key, Optional<?> value) {
        value.ifPresent(said -> conf.put(key, said.toString()));
    }

    private static void merge(Map<String, String> conf, String key, List<String> first) {
        String all = Stream.concat(first.stream(), items(conf.getOrDefault(key, "")))
                .distinct()
                .collect(Collectors.joining(","));
        if (!all.isEmpty()) {
            conf.put(key, all);
        }
    }

    /** The items of a list as Spark takes it apart. */
    static Stream<String> items(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(item -> !item.isEmpty());
    }

    private static void add(List<String> arguments, String option, Optional<String> value) {
        value.ifPresent(said -> {
            arguments.add(option);
            arguments.add(said);
        });
    }
}
