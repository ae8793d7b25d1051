package io.understudy.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CompilerThreadsTest {

    private static final int STATE = 2;
    private static final int NICE = 18;

    @Test
    void theyGiveWayAndTheOthersDoNot() throws Exception {
        String main = Long.toString(ProcessHandle.current().pid());
        int before = nice(main);
        assertThat(CompilerThreads.ids()).isNotEmpty();

        CompilerThreads.giveWay();

        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(CompilerThreads.ids())
                        .allSatisfy(id -> assertThat(nice(id)).isEqualTo(10)));
        assertThat(nice(main)).isEqualTo(before);
    }

    /** Fields count from one, and those from the third on follow the name, which may hold anything: proc(5). */
    private static int nice(String thread) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/task", thread, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(fields[NICE - STATE]);
    }
}
