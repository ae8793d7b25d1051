package io.understudy.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.understudy.session.config.ProductVersion;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a benchmark has measured, for programs: one JSON object with the machine and a row for each figure. */
final class Report {

    private final String benchmark;
    private final Map<String, Object> settings;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** @param settings what the figures depend on */
    Report(String benchmark, Map<String, Object> settings) {
        this.benchmark = benchmark;
        this.settings = settings;
    }

    /** Adds a figure. */
    void add(String name, Map<String, Object> values) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.putAll(values);
        rows.add(row);
    }

    /** Writes all figures, if there is a file to write them to. */
    void write(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("benchmark", benchmark);
        whole.put("version", ProductVersion.current());
        whole.put("at", Instant.now().toString());
        whole.put("machine", machine());
        whole.put("settings", settings);
        whole.put("results", rows);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.get().toFile(), whole);
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("heapBytes", Runtime.getRuntime().maxMemory());
        machine.put("java", System.getProperty("java.vm.version"));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return machine;
    }
}
