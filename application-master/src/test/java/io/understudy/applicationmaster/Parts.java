package io.understudy.applicationmaster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes orders as a submitter does. */
final class Parts {

    private static final int PART = 50;

    private Parts() {}

    static Map<String, String> of(List<String> command, Map<String, String> environment) {
        List<String> fields = new ArrayList<>(List.of("1", Integer.toString(command.size())));
        fields.addAll(command);
        fields.add(Integer.toString(environment.size()));
        environment.forEach((name, value) -> fields.addAll(List.of(name, value)));
        return ofFields(fields.toArray(String[]::new));
    }

    static Map<String, String> ofFields(String... fields) {
        String text =
                Base64.getEncoder().encodeToString(String.join("\0", fields).getBytes(StandardCharsets.UTF_8));
        Map<String, String> parts = new HashMap<>();
        for (int i = 0; i * PART < text.length(); i++) {
            parts.put("UNDERSTUDY_BATCH_" + i, text.substring(i * PART, Math.min(text.length(), (i + 1) * PART)));
        }
        return parts;
    }
}
