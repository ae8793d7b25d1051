package io.understudy.session;

import static io.understudy.session.testing.Samples.key;
import static io.understudy.session.testing.Samples.request;
import static io.understudy.session.testing.Samples.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SparkArgumentsTest {

    private static final String TAGS = "spark.yarn.tags=understudy-0123abcd,understudy-0123abcd-7-random00";
    private static final String NO_WAITING = "spark.yarn.submit.waitAppCompletion=false";

    @Test
    void theLeast() {
        assertThat(arguments(Map.of("file", "hdfs:/app.jar")))
                .containsExactly(
                        "--master",
                        "yarn",
                        "--deploy-mode",
                        "cluster",
                        "--conf",
                        NO_WAITING,
                        "--conf",
                        TAGS,
                        "hdfs:/app.jar");
    }

    @Test
    void everythingThatAJarCanHave() {
        assertThat(arguments(
                        Map.ofEntries(
                                Map.entry("file", "hdfs:/app.jar"),
                                Map.entry("className", "org.example.Main"),
                                Map.entry("args", List.of("--name", "two words", "")),
                                Map.entry("jars", List.of("hdfs:/a.jar", "hdfs:/b.jar")),
                                Map.entry("files", List.of("hdfs:/f#g")),
                                Map.entry("archives", List.of("hdfs:/z.zip")),
                                Map.entry("driverMemory", "2g"),
                                Map.entry("driverCores", 2),
                                Map.entry("executorMemory", "512"),
                                Map.entry("executorCores", 3),
                                Map.entry("numExecutors", 4),
                                Map.entry("queue", "night"),
                                Map.entry("name", "nightly"),
                                Map.entry("conf", Map.of("spark.ui.port", "0"))),
                        Optional.of("bob")))
                .containsExactly(
                        "--master",
                        "yarn",
                        "--deploy-mode",
                        "cluster",
                        "--name",
                        "nightly",
                        "--class",
                        "org.example.Main",
                        "--conf",
                        "spark.driver.cores=2",
                        "--conf",
                        "spark.driver.memory=2g",
                        "--conf",
                        "spark.executor.cores=3",
                        "--conf",
                        "spark.executor.instances=4",
                        "--conf",
                        "spark.executor.memory=512",
                        "--conf",
                        "spark.files=hdfs:/f#g",
                        "--conf",
                        "spark.jars=hdfs:/a.jar,hdfs:/b.jar",
                        "--conf",
                        "spark.ui.port=0",
                        "--conf",
                        "spark.yarn.dist.archives=hdfs:/z.zip",
                        "--conf",
                        NO_WAITING,
                        "--conf",
                        TAGS,
                        "--proxy-user",
                        "bob",
                        "--queue",
                        "night",
                        "hdfs:/app.jar",
                        "--name",
                        "two words",
                        "");
    }

    @Test
    void aPythonScript() {
        assertThat(arguments(Map.of(
                        "file",
                        "hdfs:/app.py",
                        "pyFiles",
                        List.of("hdfs:/a.py", "hdfs:/b.zip"),
                        "args",
                        List.of("1"),
                        "conf",
                        Map.of("spark.submit.pyFiles", "hdfs:/c.egg"))))
                .containsExactly(
                        "--master",
                        "yarn",
                        "--deploy-mode",
                        "cluster",
                        "--conf",
                        NO_WAITING,
                        "--conf",
                        TAGS,
                        "--py-files",
                        "hdfs:/a.py,hdfs:/b.zip,hdfs:/c.egg",
                        "hdfs:/app.py",
                        "1");
    }

    @Test
    void whatTheRequestSaysComesBeforeItsConf() {
        assertThat(arguments(Map.of(
                        "file",
                        "hdfs:/app.jar",
                        "jars",
                        List.of("hdfs:/a.jar", "hdfs:/b.jar"),
                        "driverMemory",
                        "1g",
                        "conf",
                        Map.of(
                                "spark.jars",
                                "hdfs:/c.jar, hdfs:/a.jar",
                                "spark.driver.memory",
                                "2g",
                                "spark.yarn.tags",
                                "theirs",
                                "spark.yarn.submit.waitAppCompletion",
                                "true"))))
                .contains(
                        "spark.jars=hdfs:/a.jar,hdfs:/b.jar,hdfs:/c.jar",
                        "spark.driver.memory=1g",
                        NO_WAITING,
                        TAGS + ",theirs")
                .doesNotContain("spark.driver.memory=2g");
    }

    private static List<String> arguments(Map<String, ?> fields) {
        return arguments(fields, Optional.empty());
    }

    private static List<String> arguments(Map<String, ?> fields, Optional<String> proxyUser) {
        Order order = new Order(request(fields), Optional.empty(), proxyUser, "digest", key("k"));
        SessionId id = new SessionId(7);
        return SparkArguments.of(Session.requested(id, order, new SessionTag("0123abcd", id, "random00"), stamp(0)));
    }
}
