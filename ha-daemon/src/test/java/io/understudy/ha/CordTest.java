package io.understudy.ha;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.understudy.ha.custody.CordWords;
import io.understudy.ha.custody.Custody;
import io.understudy.ha.custody.Ticket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a daemon says to its launcher. The cord's end is not tried here: it would end this process. */
final class CordTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Ticket LOCK = new Ticket(1, "aa", Duration.ofSeconds(6));
    private static final Ticket MEMBER = new Ticket(2, "bb", Duration.ofSeconds(6));

    private final PipedInputStream output = new PipedInputStream(1 << 16);
    private final PrintStream launcher;
    private final BufferedReader lines;
    private final Cord cord;

    CordTest() throws IOException {
        PipedInputStream input = new PipedInputStream();
        launcher = new PrintStream(new PipedOutputStream(input), true, UTF_8);
        cord = Cord.tie(input, new PrintStream(new PipedOutputStream(output), true, UTF_8));
        lines = new BufferedReader(new InputStreamReader(output, UTF_8));
        cord.introduce(new Custody("z", Map.of(), List.of(), List.of(), List.of(), "/g", "e", List.of()));
    }

    @Test
    void theSessionOfTheElectionComesFirst() throws IOException {
        cord.keep("member", MEMBER, () -> {});
        cord.keep("election", LOCK, () -> {});
        assertThat(heard(1).tickets()).containsExactly(MEMBER);
        assertThat(heard(2).tickets()).containsExactly(LOCK, MEMBER);

        cord.release("election");
        cord.release("election");
        cord.alive(Duration.ofSeconds(6));
        assertThat(heard(3).tickets()).containsExactly(MEMBER);
        assertThat(lines.readLine()).isEqualTo(CordWords.ALIVE + "6000");
    }

    @Test
    void whatTheLauncherHasIsKept() {
        AtomicInteger kept = new AtomicInteger();
        cord.keep("member", MEMBER, kept::incrementAndGet);
        cord.keep("election", LOCK, kept::incrementAndGet);
        cord.keep("election", LOCK, () -> kept.addAndGet(100));
        assertThat(kept).hasValue(0);

        launcher.println("a word that nobody knows");
        launcher.println(CordWords.KEPT + "2");
        await().atMost(LIMIT).until(() -> kept.get() == 2);
        launcher.println(CordWords.KEPT + "3");
        await().atMost(LIMIT).until(() -> kept.get() == 102);
    }

    private Custody heard(int number) throws IOException {
        String line = lines.readLine();
        assertThat(line).startsWith(CordWords.CUSTODY + number + " ");
        return Custody.parse(line.substring((CordWords.CUSTODY + number + " ").length()));
    }
}
