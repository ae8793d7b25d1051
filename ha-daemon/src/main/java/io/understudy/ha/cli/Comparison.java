package io.understudy.ha.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.understudy.ha.HaConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The configurations of several nodes, side by side.
 *
 * @param lines by key
 * @param differences the keys that differ and must not
 */
record Comparison(List<Line> lines, List<String> differences) {

    private static final String SECRET = "(secret)";
    private static final String NONE = "-";

    /**
     * What some nodes have in common.
     *
     * @param set whether it was set; it is the default otherwise
     */
    record Line(String key, String value, boolean set, List<String> nodes) {}

    /** @param said by each node at {@code /ha/config} */
    static Comparison of(Map<String, JsonNode> said) {
        TreeSet<String> keys = new TreeSet<>();
        said.values().forEach(config -> config.path("settings").fieldNames().forEachRemaining(keys::add));
        List<Line> lines = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        for (String key : keys) {
            List<Line> ofKey = lines(key, said);
            lines.addAll(ofKey);
            if (HaConfig.isOfTheCluster(key)
                    && ofKey.stream().map(Line::value).distinct().count() > 1) {
                differences.add(key);
            }
        }
        return new Comparison(lines, differences);
    }

    private static List<Line> lines(String key, Map<String, JsonNode> said) {
        Map<List<Object>, List<String>> byValue = new LinkedHashMap<>();
        said.forEach((node, config) -> {
            JsonNode setting = config.path("settings").path(key);
            byValue.computeIfAbsent(List.of(value(setting), setting.path("set").asBoolean()), same -> new ArrayList<>())
                    .add(node);
        });
        List<Line> lines = new ArrayList<>();
        byValue.forEach((value, nodes) -> lines.add(new Line(
                key,
                value.get(0).toString(),
                Boolean.TRUE.equals(value.get(1)),
                nodes.size() == said.size() ? List.of("all") : nodes)));
        return lines;
    }

    private static String value(JsonNode setting) {
        if (setting.isMissingNode()) {
            return NONE;
        }
        return setting.path("value").isNull() ? SECRET : setting.path("value").asText();
    }
}
