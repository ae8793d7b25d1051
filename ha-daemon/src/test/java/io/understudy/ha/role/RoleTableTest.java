package io.understudy.ha.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/role-table.md is what the code does. */
final class RoleTableTest {

    private static final Path TABLE = Path.of("..", "docs", "role-table.md");

    @Test
    void theTableIsWhatTheCodeDoes() throws IOException {
        String printed = print();
        if (Boolean.getBoolean("update")) {
            Files.createDirectories(TABLE.toAbsolutePath().getParent());
            Files.writeString(TABLE, printed);
        }
        assertThat(Files.exists(TABLE) ? Files.readString(TABLE) : "")
                .as("docs/role-table.md; run mvn -pl ha-daemon -am test -Dtest=RoleTableTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dupdate=true to regenerate it")
                .isEqualTo(printed);
    }

    private static String print() {
        StringBuilder table = new StringBuilder("""
                # Roles, events and what follows

                Printed from the code of `io.understudy.ha.role` by `RoleTableTest`, which also compares it. An event that has
                no row changes nothing, and so does an event of another term. `ShutGate` comes first whenever it comes.

                A `SteppingDown` ends when nothing is awaited any more: lock lost and elected again, it is `Fencing` at once.

                | role | event | next | orders |
                |---|---|---|---|
                """);
        Samples.roles()
                .forEach(
                        (name, role) -> Samples.events().forEach((fact, event) -> row(table, name, role, fact, event)));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, Role role, String fact, Event event) {
        Step step = event.on(role);
        if (step.equals(role.stay())) {
            return;
        }
        String orders = step.orders().stream().map(RoleTableTest::order).collect(Collectors.joining(", "));
        table.append("| %s | %s | %s | %s |\n".formatted(name, fact, role(step.role(), role), orders));
    }

    private static String role(Role next, Role before) {
        if (next.equals(before)) {
            return "stays";
        }
        for (Map.Entry<String, Role> sample : Samples.roles().entrySet()) {
            if (sample.getValue().equals(next)) {
                return sample.getKey();
            }
        }
        String name = next.getClass().getSimpleName();
        if (next instanceof Sidelined sidelined) {
            return name + ": " + causes(sidelined.why());
        }
        if (next instanceof SteppingDown down) {
            if (down.elected().isPresent()) {
                return "SteppingDown, elected again";
            }
            String awaited = down.awaited().stream()
                    .map(fact -> fact.getClass().getSimpleName())
                    .collect(Collectors.joining(", "));
            return name + " awaiting " + awaited + (down.why().none() ? "" : "; then " + causes(down.why()));
        }
        return name;
    }

    private static String causes(Reasons reasons) {
        return reasons.texts().keySet().stream().map(Cause::name).collect(Collectors.joining(", "));
    }

    private static String order(Action action) {
        String name = action.getClass().getSimpleName();
        return action instanceof Action.WakeUp wakeUp ? name + " from " + wakeUp.cause() : name;
    }
}
