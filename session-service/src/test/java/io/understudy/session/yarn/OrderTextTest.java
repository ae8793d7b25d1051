package io.understudy.session.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The form in which the command is handed over; the ApplicationMaster's tests have the same example. */
class OrderTextTest {

    @Test
    void writesWhatTheApplicationMasterReads() {
        assertThat(OrderText.variables(List.of("echo", "", "a \"b\" $c\n"), Map.of("GREETING", "grüß")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("UNDERSTUDY_BATCH_0", "MQAzAGVjaG8AAGEgImIiICRjCgAxAEdSRUVUSU5HAGdyw7zDnw=="));
    }

    @Test
    void splitsWhatIsTooLongForOneVariable() {
        Map<String, String> variables = OrderText.variables(List.of("echo", "x".repeat(256 * 1024)), Map.of());
        assertThat(variables.keySet())
                .containsExactlyInAnyOrder(
                        "UNDERSTUDY_BATCH_0", "UNDERSTUDY_BATCH_1", "UNDERSTUDY_BATCH_2", "UNDERSTUDY_BATCH_3");
        assertThat(variables.values()).allMatch(value -> value.length() <= 100_000);
    }
}
