package io.understudy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestRulesTest {

    private static final RequestRules RULES =
            new RequestRules(new PathRules(URI.create("hdfs://nn:8020"), List.of("/data/jars", "/opt/../srv/")), true);

    private static BatchRequest accept(Map<String, ?> fields) throws RejectedRequest {
        return RULES.accept(BatchRequest.read(fields));
    }

    private static void rejected(Map<String, ?> fields, String reason) {
        assertThatThrownBy(() -> accept(fields))
                .isInstanceOf(RejectedRequest.class)
                .hasMessage(reason);
    }

    private static Map<String, Object> command(Object... more) {
        return with(Map.of("kind", "command", "command", List.of("true")), more);
    }

    private static Map<String, Object> spark(Object... more) {
        return with(Map.of("file", "/app.jar"), more);
    }

    private static Map<String, Object> with(Map<String, Object> base, Object... more) {
        Map<String, Object> fields = new HashMap<>(base);
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return fields;
    }

    @Test
    void aSparkBatchNeedsItsFile() throws RejectedRequest {
        rejected(Map.of(), "requirement failed: File is required.");
        rejected(Map.of("file", ""), "requirement failed: File is required.");
        assertThat(accept(spark()).file()).contains("hdfs://nn:8020/app.jar");
    }

    @Test
    void aCommandNeedsItsProgram() throws RejectedRequest {
        rejected(Map.of("kind", "command"), "requirement failed: Command is required.");
        rejected(Map.of("kind", "command", "command", List.of(" ")), "requirement failed: Command is required.");
        assertThat(accept(command("command", List.of("sh", "-c", "a\nb", ""))).command())
                .containsExactly("sh", "-c", "a\nb", "");
    }

    static Stream<String> sparksOwn() {
        return Stream.of(
                "file",
                "className",
                "args",
                "jars",
                "pyFiles",
                "executorMemory",
                "executorCores",
                "numExecutors",
                "conf");
    }

    @ParameterizedTest
    @MethodSource
    void sparksOwn(String field) {
        Object value = switch (field) {
            case "file", "className" -> "/a";
            case "executorMemory" -> "1g";
            case "executorCores", "numExecutors" -> 1;
            case "conf" -> Map.of("a", "b");
            default -> List.of("/a");
        };
        rejected(command(field, value), "'" + field + "' has no meaning for kind command.");
    }

    @Test
    void commandsOwn() {
        rejected(spark("command", List.of("a")), "'command' has no meaning for kind spark.");
        rejected(spark("env", Map.of("A", "b")), "'env' has no meaning for kind spark.");
    }

    @Test
    void everythingElseIsBoths() throws RejectedRequest {
        Map<String, Object> both = Map.of(
                "queue",
                "q",
                "name",
                "n",
                "proxyUser",
                "u",
                "driverMemory",
                "1g",
                "driverCores",
                1,
                "files",
                List.of("/f#g"),
                "archives",
                List.of("s3a://b/a.zip"));
        BatchRequest accepted =
                accept(with(both, "kind", "command", "command", List.of("a"), "env", Map.of("_A1", "")));
        assertThat(accepted.fields())
                .isEqualTo(with(
                        both,
                        "kind",
                        "command",
                        "command",
                        List.of("a"),
                        "env",
                        Map.of("_A1", ""),
                        "files",
                        List.of("hdfs://nn:8020/f#g")));
        Map<String, Object> more = Map.of(
                "className",
                "C",
                "args",
                List.of("a"),
                "jars",
                List.of("/j"),
                "pyFiles",
                List.of("/p"),
                "executorMemory",
                "1g",
                "executorCores",
                1,
                "numExecutors",
                1,
                "conf",
                Map.of("spark.x", "y"));
        assertThat(accept(with(spark(), "jars", List.of("/j"), "pyFiles", List.of("/p")))
                        .jars())
                .containsExactly("hdfs://nn:8020/j");
        assertThat(accept(with(
                                with(both, "file", "/a"),
                                more.entrySet().stream()
                                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                                        .toArray()))
                        .fields())
                .containsAllEntriesOf(Map.of(
                        "className",
                        "C",
                        "args",
                        List.of("a"),
                        "pyFiles",
                        List.of("hdfs://nn:8020/p"),
                        "executorMemory",
                        "1g",
                        "executorCores",
                        1,
                        "numExecutors",
                        1,
                        "conf",
                        Map.of("spark.x", "y"),
                        "kind",
                        "spark"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "123", "\u0661\u0662", "a\u0000", "a\nb", "\u0085"})
    void noNames(String name) {
        rejected(command("name", name), "Invalid session name: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1a", "a/b", "a b", "n\u00e4me", "\ud83d\ude00", "-1"})
    void names(String name) throws RejectedRequest {
        assertThat(accept(command("name", name)).name()).contains(name);
    }

    @Test
    void namesHaveAnEnd() throws RejectedRequest {
        assertThat(accept(command("name", "a".repeat(256))).name()).isPresent();
        rejected(command("name", "a".repeat(257)), "Invalid session name: " + "a".repeat(257));
    }

    @Test
    void linesAreLines() throws RejectedRequest {
        String rule = " must have at most 256 characters and no control characters.";
        rejected(command("queue", "q\n"), "'queue'" + rule);
        rejected(command("queue", "q".repeat(257)), "'queue'" + rule);
        rejected(command("proxyUser", "\u0007"), "'proxyUser'" + rule);
        rejected(spark("className", "a\tb"), "'className'" + rule);
        assertThat(accept(command("queue", "q".repeat(256))).queue()).isPresent();
    }

    @Test
    void sizesAndCounts() {
        rejected(command("driverMemory", "much"), "'driverMemory' must be a size such as 512m or 2g.");
        rejected(spark("executorMemory", "0"), "'executorMemory' must be a size such as 512m or 2g.");
        rejected(command("driverCores", 0), "'driverCores' must be at least 1.");
        rejected(spark("executorCores", -1), "'executorCores' must be at least 1.");
        rejected(spark("numExecutors", "0"), "'numExecutors' must be at least 1.");
    }

    @Test
    void nothingCarriesANul() {
        String rule = " must not contain a NUL character.";
        rejected(command("command", List.of("a", "b\0")), "'command'" + rule);
        rejected(command("env", Map.of("A", "\0")), "'env'" + rule);
        rejected(spark("args", List.of("\0")), "'args'" + rule);
        rejected(spark("conf", Map.of("a\0", "b")), "'conf'" + rule);
        rejected(spark("conf", Map.of("a", "b\0")), "'conf'" + rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A=B", "A B", "\u00c4"})
    void noVariables(String name) {
        rejected(
                command("env", Map.of(name, "x")),
                "'env' has a key that is not the name of a variable (letters, digits, _).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.jars",
                "spark.files",
                "spark.archives",
                "spark.submit.pyFiles",
                "spark.yarn.dist.archives",
                "spark.yarn.dist.files",
                "spark.yarn.dist.jars"
            })
    void filesInTheConfigurationKeepToTheSameRules(String key) throws Exception {
        assertThat(accept(spark("conf", Map.of(key, "/a.jar, hdfs:/b.jar,,file:/data/jars/c.jar")))
                        .conf())
                .containsEntry(key, "hdfs://nn:8020/a.jar,hdfs:/b.jar,file:/data/jars/c.jar");
        rejected(
                spark("conf", Map.of(key, "/a.jar,file:///etc/passwd")),
                "requirement failed: Local path /etc/passwd cannot be added to user sessions.");
        rejected(spark("conf", Map.of(key, "b.jar")), "requirement failed: Path 'b.jar' is not absolute.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark.yarn.keytab", "spark.kerberos.keytab", "spark.jars.ivySettings", "spark.jars.ivy"})
    void whatSparkSubmitReadsOnThisHostKeepsToTheFoldersOfTheOperator(String key) throws Exception {
        assertThat(accept(spark("conf", Map.of(key, "/data/jars/x"))).conf()).containsEntry(key, "/data/jars/x");
        assertThat(accept(spark("conf", Map.of(key, "hdfs:/x"))).conf()).containsEntry(key, "hdfs:/x");
        rejected(
                spark("conf", Map.of(key, "/etc/krb5.keytab")),
                "requirement failed: Local path /etc/krb5.keytab cannot be added to user sessions.");
        rejected(
                spark("conf", Map.of(key, "file:/etc/krb5.keytab")),
                "requirement failed: Local path /etc/krb5.keytab cannot be added to user sessions.");
        rejected(spark("conf", Map.of(key, "x")), "requirement failed: Path 'x' is not absolute.");
    }

    @Test
    void aTagOfOursIsForged() throws Exception {
        String rule = "'spark.yarn.tags' must have at most 8 tags of at most 100 ASCII characters, none of which begins"
                + " with understudy-.";
        String eight = "a,b,c,d,e,f,g, " + "h".repeat(100);

        rejected(spark("conf", Map.of("spark.yarn.tags", "mine, Understudy-0123abcd-7-abcdefgh")), rule);
        rejected(spark("conf", Map.of("spark.yarn.tags", eight + ",i")), rule);
        rejected(spark("conf", Map.of("spark.yarn.tags", "h".repeat(101))), rule);
        rejected(spark("conf", Map.of("spark.yarn.tags", "h\u00e9")), rule);
        assertThat(accept(spark("conf", Map.of("spark.yarn.tags", eight)))).isNotNull();
    }

    @Test
    void withoutSparkOnlyCommandsAreTaken() {
        RequestRules without = new RequestRules(RULES.paths(), false);

        assertThatThrownBy(() -> without.accept(BatchRequest.read(spark("queue", "q"))))
                .isInstanceOfSatisfying(
                        RejectedRequest.class,
                        rejected -> assertThat(rejected.reason()).startsWith("kind spark is not served here"));
    }

    /** {@code --conf spark.master=local=x} sets {@code spark.master}. */
    @ParameterizedTest
    @ValueSource(strings = {"", "spark.master=local", "spark.a b", "spark.a\n", " spark.master"})
    void noProperties(String key) {
        rejected(
                spark("conf", Map.of(key, "x")),
                "'conf' has a key that is not the name of a property (no blanks, no '=').");
    }

    @Test
    void someOfSparksConfigurationIsOurs() {
        for (String key : List.of(
                "spark.master",
                "spark.submit.deployMode",
                "spark.yarn.jar",
                "spark.yarn.jars",
                "spark.yarn.archive",
                "livy.rsc.server.idle-timeout")) {
            rejected(
                    spark("conf", Map.of(key, "x", "spark.fine", "y")),
                    "Blacklisted configuration values in session config: " + key);
        }
        rejected(
                spark("conf", Map.of("spark.yarn.jars", "x", "spark.master", "y")),
                "Blacklisted configuration values in session config: spark.master, spark.yarn.jars");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relative/path.jar",
                "",
                "file:relative",
                "hdfs:relative",
                "//host/path",
                "mailto:a@b",
                "hdfs://nn",
                "#a"
            })
    void notAbsolute(String path) {
        rejected(spark("jars", List.of(path)), "requirement failed: Path '" + path + "' is not absolute.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/a%zz", "http://[", "/a\u0000", "/a%00", "/a%0ab", ":"})
    void notAUri(String path) {
        rejected(spark("jars", List.of(path)), "requirement failed: Path '" + path + "' is not a valid URI.");
    }

    @ParameterizedTest
    @CsvSource({
        "file:/etc/passwd,/etc/passwd",
        "file:///etc/passwd,/etc/passwd",
        "FILE:/etc/passwd,/etc/passwd",
        "file://host/etc/passwd,/etc/passwd",
        "file:/data/jars/../../etc/passwd,/data/jars/../../etc/passwd",
        "file:/data/jars/%2e%2e/x,/data/jars/../x",
        "file:/data/jars2/x,/data/jars2/x",
        "file:/data,/data",
        "file:/,/",
        "file:/opt/x,/opt/x",
    })
    void localFilesAreRefused(String path, String named) {
        rejected(
                spark("jars", List.of(path)),
                "requirement failed: Local path " + named + " cannot be added to user sessions.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/data/jars/a.jar",
                "file:/data/./jars//x/../a",
                "file:/data/jars",
                "file:/srv/a",
                "local:/anywhere",
                "s3a://b/k"
            })
    void namedFoldersAndOtherPlacesAreFine(String path) throws RejectedRequest {
        assertThat(accept(spark("jars", List.of(path))).jars()).containsExactly(path);
    }

    @Test
    void pathsWithoutASchemeLieOnTheDefaultFileSystem() throws RejectedRequest {
        assertThat(new PathRules(URI.create("hdfs:///"), List.of()).qualify("/a"))
                .isEqualTo("hdfs:///a");
        PathRules local = new PathRules(URI.create("file:///"), List.of("/"));
        assertThat(local.qualify("/a%20b#c")).isEqualTo("file:///a%20b#c");
        PathRules closed = new PathRules(URI.create("nonsense"), List.of());
        assertThatThrownBy(() -> closed.qualify("/a"))
                .isInstanceOf(RejectedRequest.class)
                .hasMessage("requirement failed: Local path /a cannot be added to user sessions.");
    }
}
