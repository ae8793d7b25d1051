package io.understudy.session.yarn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order to the ApplicationMaster, as variables of its container. The Javadoc of
 * {@code io.understudy.applicationmaster.ApplicationMaster} is the contract.
 */
final class OrderText {

    private static final String VARIABLE = "UNDERSTUDY_BATCH_";
    private static final String FORMAT = "1";
    /* Linux takes 128 KiB, name included. */
    private static final int LONGEST = 100_000;

    private OrderText() {}

    static Map<String, String> variables(List<String> command, Map<String, String> environment) {
        List<String> fields = new ArrayList<>(List.of(FORMAT, Integer.toString(command.size())));
        fields.addAll(command);
        fields.add(Integer.toString(environment.size()));
        environment.forEach((name, value) -> fields.addAll(List.of(name, value)));
        String text =
                Base64.getEncoder().encodeToString(String.join("\0", fields).getBytes(StandardCharsets.UTF_8));
        Map<String, String> variables = new TreeMap<>();
        for (int begin = 0; begin < text.length(); begin += LONGEST) {
            variables.put(VARIABLE + variables.size(), text.substring(begin, Math.min(text.length(), begin + LONGEST)));
        }
        return variables;
    }
}
