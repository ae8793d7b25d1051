package io.understudy.applicationmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The form in which the submitter hands over the command; the submitter's tests have the same example. */
class BatchOrderTest {

    /** {@code echo ""  'a "b" $c\n'} with GREETING=grüß, in two parts. */
    private static final Map<String, String> EXAMPLE = Map.of(
            "UNDERSTUDY_BATCH_0", "MQAzAGVjaG8AAGEgImIi",
            "UNDERSTUDY_BATCH_1", "ICRjCgAxAEdSRUVUSU5HAGdyw7zDnw==",
            "CLASSPATH", "hadoop",
            "HOME", "/home/u");

    @Test
    void argumentsAndEnvironmentAreReadUnharmed() {
        BatchOrder order = BatchOrder.read(EXAMPLE);
        assertThat(order.command()).containsExactly("echo", "", "a \"b\" $c\n");
        assertThat(adapted(order, EXAMPLE))
                .containsExactlyInAnyOrderEntriesOf(Map.of("HOME", "/home/u", "GREETING", "grüß"));
    }

    @Test
    void theUsersVariablesWin() {
        Map<String, String> container = Parts.of(List.of("true"), Map.of("HOME", "/elsewhere"));
        container.put("HOME", "/home/u");
        assertThat(adapted(BatchOrder.read(container), container)).containsEntry("HOME", "/elsewhere");
    }

    @Test
    void whatIsNoOrderIsRefusedWithASentence() {
        assertThatThrownBy(() -> BatchOrder.read(Map.of())).hasMessageContaining("UNDERSTUDY_BATCH_0 is not set");
        assertThatThrownBy(() -> BatchOrder.read(Parts.ofFields("2", "1", "true", "0")))
                .hasMessageContaining("format 2");
        assertThatThrownBy(() -> BatchOrder.read(Parts.ofFields("1", "2", "true", "0")))
                .hasMessage("The submitted command cannot be read.");
        assertThatThrownBy(() -> BatchOrder.read(Parts.ofFields("1", "0", "0"))).hasMessageContaining("is empty");
    }

    private static Map<String, String> adapted(BatchOrder order, Map<String, String> container) {
        Map<String, String> copy = new HashMap<>(container);
        order.adapt(copy);
        return copy;
    }
}
