package io.understudy.ha.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /ha/config}: what this node goes by and works with. Of what is secret only that it is set. */
final class ConfigReport {

    private final Map<String, @Nullable Object> json = new LinkedHashMap<>();

    ConfigReport(Standing.Identity identity) {
        json.put("format", 1);
        json.put("cluster", identity.cluster());
        json.put("node", identity.node());
        json.put("version", identity.version());
        json.put("java", System.getProperty("java.version"));
        json.put("yarn", identity.equipment().yarn());
        Map<String, Object> settings = new LinkedHashMap<>();
        identity.equipment().settings().forEach((key, shown) -> {
            Map<String, @Nullable Object> setting = new LinkedHashMap<>();
            setting.put("value", shown.value().orElse(null));
            setting.put("set", shown.set());
            settings.put(key, setting);
        });
        json.put("settings", settings);
    }

    Map<String, @Nullable Object> asJson() {
        return json;
    }
}
