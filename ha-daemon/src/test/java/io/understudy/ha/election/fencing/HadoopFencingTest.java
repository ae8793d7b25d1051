package io.understudy.ha.election.fencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.understudy.fencing.Epoch;
import io.understudy.fencing.testing.Reply;
import io.understudy.ha.fencing.FencingMethods.Verdict;
import io.understudy.ha.fencing.FencingSettings;
import io.understudy.ha.fencing.Target;
import io.understudy.session.config.HostPort;
import io.understudy.session.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.ha.FenceMethod;
import org.apache.hadoop.ha.HAServiceTarget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Methods as Hadoop writes them, with real commands. */
final class HadoopFencingTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void oneMethodAfterTheOtherUntilOneSucceeds() throws Exception {
        Verdict verdict = fence("""
                # the first that succeeds
                shell(echo one >> %1$s/calls; exit 3)

                  shell(echo two >> %1$s/calls)  # enough
                shell(echo three >> %1$s/calls)
                """, LONG);

        assertThat(verdict).isEqualTo(new Verdict.Fenced("shell"));
        assertThat(folder.resolve("calls")).hasContent("one\ntwo");
    }

    @Test
    void ofAllThatFailIsToldWhy() throws Exception {
        Verdict verdict = fence("""
                shell(echo no route; exit 3)
                shell(false)
                %2$s
                """, LONG);

        assertThat(verdict)
                .isEqualTo(new Verdict.NotFenced("shell: it exited with 3: no route; shell: it exited with 1; "
                        + Refusing.class.getName() + ": it did not succeed, the log of this node tells more"));
    }

    /** What it inherits has secrets in it: credentials of the daemon, for one. */
    @Test
    void aCommandSeesWhomToFenceAndNothingOfTheDaemon() throws Exception {
        assertThat(fence("shell(env > %1$s/environment)", LONG)).isInstanceOf(Verdict.Fenced.class);

        assertThat(Files.readAllLines(folder.resolve("environment")).stream()
                        .filter(line -> !line.matches("(PATH|HOME|LANG|PWD|SHLVL|_)=.*")))
                .containsExactlyInAnyOrder(
                        "target_host=127.0.0.1",
                        "target_port=8998",
                        "target_address=127.0.0.1:8998",
                        "target_nameserviceid=c",
                        "target_namenodeid=n1",
                        "target_node=n1",
                        "target_incarnation=i-1",
                        "understudy_cluster=c",
                        "understudy_epoch=7",
                        "understudy_lost_epoch=6",
                        "understudy_cause=lost");
    }

    @Test
    void aCommandThatHangsIsKilledWithAllThatItHasStarted() throws Exception {
        Verdict verdict = fence("shell(sleep 600 & echo $! > %1$s/pid; sleep 600)", Duration.ofSeconds(2));

        assertThat(verdict).isInstanceOf(Verdict.NotFenced.class);
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        await().atMost(LONG)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aMethodThatHeedsNothingHoldsUpNeitherTheAnswerNorTheNextRun() throws Exception {
        HadoopFencing fencing = open(Stubborn.class.getName(), Duration.ofMillis(100));

        for (int i = 0; i < 2; i++) {
            assertThat(fence(fencing, false)).isEqualTo(new Verdict.NotFenced("it was not done within 0.1 s"));
        }
    }

    @Test
    void whatACommandLeavesBehindDoesNotCount() throws Exception {
        assertThat(fence("shell(sleep 600 & echo $! > %1$s/pid)", LONG)).isEqualTo(new Verdict.Fenced("shell"));

        ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Under its port another daemon lives by now. */
    @Test
    void whoeverIsProvenDeadIsToldToScriptsOnly() throws Exception {
        Verdict verdict = fence(
                open("%2$s\nshell(test $understudy_cause = died)".formatted(folder, Agreeing.class.getName()), LONG),
                true);
        assertThat(verdict).isEqualTo(new Verdict.Fenced("shell"));

        assertThat(fence(open(Agreeing.class.getName(), LONG), false))
                .isEqualTo(new Verdict.Fenced(Agreeing.class.getName()));
    }

    @Test
    void aMistakeIsASentence() throws IOException {
        assertMistake("shell(true", "\"shell(true\": Unable to parse line: 'shell(true'");
        assertMistake("shell()", "\"shell()\"");
        assertMistake("shell", "shell needs a command");
        assertMistake("true\nno.such.Method(x)", "\"true\": Could not find configured fencing method true");
        assertMistake("no.such.Method(x)", "Could not find configured fencing method no.such.Method");
        assertMistake("java.lang.String(x)", "does not implement FenceMethod");
        assertMistake("sshfence(hdfs:x)", "sshfence(hdfs:x)");
        assertMistake("sshfence", "sshfence needs a key");
        Path key = Files.writeString(folder.resolve("key"), "-----BEGIN OPENSSH PRIVATE KEY-----\n");
        assertMistake("sshfence", "reads PEM only", key.toString());
        assertMistake("sshfence", "cannot be read", folder.resolve("none").toString());
    }

    private static void assertMistake(String methods, String words, String... keys) {
        FencingSettings settings = new FencingSettings(Optional.of(methods), LONG, List.of(keys), LONG);
        assertThatExceptionOfType(InvalidConfiguration.class)
                .isThrownBy(() -> HadoopFencing.open(settings, "c"))
                .withMessageContaining(words)
                .withMessageNotContaining("understudy");
    }

    private Verdict fence(String methods, Duration timeout) throws InvalidConfiguration {
        return fence(open(methods.formatted(folder, Refusing.class.getName()), timeout), false);
    }

    private static HadoopFencing open(String methods, Duration timeout) throws InvalidConfiguration {
        return HadoopFencing.open(new FencingSettings(Optional.of(methods), timeout, List.of(), LONG), "c");
    }

    private static Verdict fence(HadoopFencing fencing, boolean proven) {
        Reply<Verdict> reply = new Reply<>();
        fencing.fence(
                new Target("n1", new HostPort("127.0.0.1", 8998), "i-1", new Epoch(6), proven, new Epoch(7)), reply);
        return reply.await();
    }

    /** A method of the operator's own. */
    public static final class Refusing implements FenceMethod {

        @Override
        public void checkArgs(@Nullable String args) {}

        @Override
        public boolean tryFence(HAServiceTarget target, @Nullable String args) {
            return false;
        }
    }

    /** Another one. */
    public static final class Agreeing implements FenceMethod {

        @Override
        public void checkArgs(@Nullable String args) {}

        @Override
        public boolean tryFence(HAServiceTarget target, @Nullable String args) {
            return true;
        }
    }

    /** One that waits for ever. */
    public static final class Stubborn implements FenceMethod {

        @Override
        public void checkArgs(@Nullable String args) {}

        @Override
        public boolean tryFence(HAServiceTarget target, @Nullable String args) {
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException heedless) {
                    // Once more.
                }
            }
        }
    }
}
