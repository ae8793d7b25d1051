package io.understudy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchRequestTest {

    /** Every field, as a client may spell it. */
    private static final Map<String, Object> ALL = new LinkedHashMap<>();

    static {
        ALL.put("kind", "spark");
        ALL.put("file", "/app.jar");
        ALL.put("className", "Main");
        ALL.put("args", List.of("a", 1, new BigDecimal("2.50"), true));
        ALL.put("jars", List.of("/a.jar"));
        ALL.put("pyFiles", List.of("/a.py"));
        ALL.put("files", List.of("/a"));
        ALL.put("archives", List.of("/a.zip"));
        ALL.put("driverMemory", 512);
        ALL.put("driverCores", "2");
        ALL.put("executorMemory", "1g");
        ALL.put("executorCores", 3);
        ALL.put("numExecutors", "004");
        ALL.put("queue", "q");
        ALL.put("name", "nightly");
        ALL.put("conf", Map.of("b", 1, "a", false));
        ALL.put("proxyUser", "bob");
        ALL.put("command", List.of("true"));
        ALL.put("env", Map.of("A", "x"));
    }

    @Test
    void everyFieldIsReadAndCoerced() throws RejectedRequest {
        BatchRequest request = BatchRequest.read(ALL);
        assertThat(request)
                .isEqualTo(new BatchRequest(
                        BatchRequest.Kind.SPARK,
                        Optional.of("/app.jar"),
                        Optional.of("Main"),
                        List.of("a", "1", "2.50", "true"),
                        List.of("/a.jar"),
                        List.of("/a.py"),
                        List.of("/a"),
                        List.of("/a.zip"),
                        Optional.of("512"),
                        Optional.of(2),
                        Optional.of("1g"),
                        Optional.of(3),
                        Optional.of(4),
                        Optional.of("q"),
                        Optional.of("nightly"),
                        Map.of("a", "false", "b", "1"),
                        Optional.of("bob"),
                        List.of("true"),
                        Map.of("A", "x")));
    }

    @Test
    void whatWasReadIsWrittenInTheOrderOfTheContractAndReadBack() throws RejectedRequest {
        BatchRequest request = BatchRequest.read(ALL);
        assertThat(request.fields().keySet()).containsExactlyElementsOf(ALL.keySet());
        assertThat(request.fields()).extractingByKey("conf").hasToString("{a=false, b=1}");
        assertThat(BatchRequest.read(request.fields())).isEqualTo(request);
    }

    @Test
    void absentNullAndEmptyAreTheSame() throws RejectedRequest {
        Map<String, Object> nulls = new HashMap<>();
        ALL.keySet().forEach(field -> nulls.put(field, null));
        BatchRequest nothing = BatchRequest.read(Map.of());
        assertThat(BatchRequest.read(nulls)).isEqualTo(nothing);
        assertThat(nothing.fields()).containsExactly(Map.entry("kind", "spark"));
        assertThat(BatchRequest.read(Map.of("className", "", "queue", "", "proxyUser", "", "args", List.of())))
                .isEqualTo(nothing);
        assertThat(BatchRequest.read(Map.of("file", "", "name", "")).name()).contains("");
    }

    @Test
    void kinds() throws RejectedRequest {
        assertThat(BatchRequest.read(Map.of("kind", "command")).kind()).isEqualTo(BatchRequest.Kind.COMMAND);
        assertThat(BatchRequest.read(Map.of("kind", "command")).fields()).containsEntry("kind", "command");
        rejected(Map.of("kind", "SPARK"), "'kind' must be spark or command.");
    }

    @Test
    void unknownFieldsAreRefused() {
        rejected(Map.of("File", "/a"), "unknown field 'File'.");
    }

    static Stream<Map.Entry<String, Object>> wrongShapes() {
        List<String> texts =
                List.of("file", "className", "driverMemory", "executorMemory", "queue", "name", "proxyUser", "kind");
        List<String> lists = List.of("args", "jars", "pyFiles", "files", "archives", "command");
        List<String> integers = List.of("driverCores", "executorCores", "numExecutors");
        Map<String, Object> nullValue = new HashMap<>();
        nullValue.put("a", null);
        return Stream.of(
                        shapes(texts, List.of(), Map.of()),
                        shapes(lists, "a", Map.of(), Collections.singletonList(null), List.of(List.of())),
                        shapes(integers, "many", "", "1234567890", true, new BigDecimal("1.0"), List.of(1)),
                        shapes(List.of("conf", "env"), "a", List.of(), nullValue, Map.of("a", Map.of())))
                .flatMap(shapes -> shapes);
    }

    private static Stream<Map.Entry<String, Object>> shapes(List<String> fields, Object... wrong) {
        return fields.stream().flatMap(field -> Arrays.stream(wrong).map(value -> Map.entry(field, value)));
    }

    @ParameterizedTest
    @MethodSource
    void wrongShapes(Map.Entry<String, Object> field) {
        assertThatThrownBy(() -> BatchRequest.read(Map.of(field.getKey(), field.getValue())))
                .isInstanceOf(RejectedRequest.class)
                .hasMessageStartingWith("'" + field.getKey() + "' must be ")
                .hasMessageEndingWith(".");
    }

    @Test
    void shapesAreNamed() {
        rejected(Map.of("file", List.of()), "'file' must be a string.");
        rejected(Map.of("args", "a"), "'args' must be a list of strings.");
        rejected(Map.of("args", Arrays.asList("a", null)), "'args' must be a list of strings.");
        rejected(Map.of("conf", "a"), "'conf' must be a map of strings.");
        rejected(Map.of("env", Map.of("a", List.of())), "'env' must be a map of strings.");
        rejected(Map.of("driverCores", "x"), "'driverCores' must be an integer.");
    }

    private static void rejected(Map<String, ?> fields, String reason) {
        assertThatThrownBy(() -> BatchRequest.read(fields))
                .isInstanceOf(RejectedRequest.class)
                .hasMessage(reason)
                .extracting(rejected -> ((RejectedRequest) rejected).reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1m:1",
                "1:1",
                "512:512",
                "2g:2048",
                "2G:2048",
                "1gb:1024",
                "1t:1048576",
                "1024k:1",
                "1k:1",
                "1025k:2",
                "2048kb:2",
                "2147483647:2147483647",
                "2047t:2146435072"
            })
    void memory(String textAndMebibytes) {
        String[] parts = textAndMebibytes.split(":", -1);
        assertThat(MemorySize.parse(parts[0])).contains(new MemorySize(Integer.parseInt(parts[1])));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0m",
                "m",
                "-1m",
                "1.5g",
                "1p",
                "1 m",
                "1mb b",
                "1b",
                "2147483648",
                "2048t",
                "9999999999999t"
            })
    void noMemory(String text) {
        assertThat(MemorySize.parse(text)).isEmpty();
    }

    @Test
    void memoryIsSomething() {
        assertThatThrownBy(() -> new MemorySize(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
