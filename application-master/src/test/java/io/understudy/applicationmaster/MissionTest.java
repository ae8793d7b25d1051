package io.understudy.applicationmaster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From registering to unregistering, with real commands. */
@Timeout(120)
class MissionTest {

    @TempDir
    private Path dir = Path.of("replaced");

    @Test
    void argumentsAndEnvironmentArriveUnharmed() throws Exception {
        String[] arguments = {
            "", " two  words ", "'\"`$HOME`\"'", "new\nline", "grüß", "*", "-n", "\\", "{{X}}", "<CPS>"
        };
        String[] command = new String[arguments.length + 3];
        command[0] = "sh";
        command[1] = "-c";
        command[2] = "printf '%s|' \"$0\" \"$@\" \"$GREETING\"";
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        try (RunningMission mission =
                RunningMission.start(dir, "normal", Map.of("GREETING", "a \"b\" $c `d`\n"), command)) {
            assertThat(mission.rest()).isEqualTo(String.join("|", arguments) + "|a \"b\" $c `d`\n|");
            assertThat(mission.end(0)).contains("REGISTERED", "UNREGISTERED true Command exited with code 0");
        }
    }

    @Test
    void bothStreamsGoToTheOutputAndTheInputIsEmpty() throws Exception {
        try (RunningMission mission =
                RunningMission.start(dir, "normal", Map.of(), "sh", "-c", "cat; echo out; echo err >&2; pwd; exit 3")) {
            assertThat(mission.rest()).isEqualTo("out\nerr\n" + dir.toRealPath() + "\n");
            assertThat(mission.end(0)).contains("UNREGISTERED false Command exited with code 3");
        }
    }

    @Test
    void aSignalIsNamed() throws Exception {
        try (RunningMission mission = RunningMission.start(dir, "normal", Map.of(), "sh", "-c", "kill -9 $$")) {
            assertThat(mission.end(0)).contains("UNREGISTERED false Command was killed by signal 9 (exit code 137)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/nope, no such file: /nope",
        "./dir, it is a directory: ./dir",
        "./text, no permission to execute: ./text",
        "no-such-program, no program named no-such-program on the node's PATH",
        "'', its name is empty"
    })
    void whatCannotBeStartedIsExplained(String program, String why) throws Exception {
        Files.createDirectory(dir.resolve("dir"));
        Files.writeString(dir.resolve("text"), "no program");
        try (RunningMission mission = RunningMission.start(dir, "normal", Map.of(), program)) {
            assertThat(mission.end(0)).contains("UNREGISTERED false Command could not be started: " + why);
        }
    }

    @Test
    void aProgramIsFoundOnTheUsersPathEvenIfItsNameLooksLikeAnOption() throws Exception {
        Path program = dir.resolve("-x");
        Files.writeString(program, "#!/bin/sh\necho ran \"$1\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        try (RunningMission mission = RunningMission.start(dir, "normal", Map.of("PATH", dir.toString()), "-x", "-y")) {
            assertThat(mission.rest()).isEqualTo("ran -y\n");
            assertThat(mission.end(0)).contains("UNREGISTERED true");
        }
    }

    @Test
    void theCommandAndItsChildrenDieWithAKilledApplicationMaster() throws Exception {
        try (RunningMission mission = RunningMission.start(
                dir,
                "normal",
                Map.of(),
                "sh",
                "-c",
                "trap '' HUP INT TERM; sh -c 'sleep 1000 & echo $!; wait' & echo $$; wait")) {
            ProcessHandle first = mission.printedProcess();
            ProcessHandle second = mission.printedProcess();
            mission.applicationMaster().destroyForcibly();
            first.onExit().get(60, SECONDS);
            second.onExit().get(60, SECONDS);
        }
    }

    @Test
    void theGuardSurvivesWhatTheCommandSendsToItsGroup() throws Exception {
        try (RunningMission mission = RunningMission.start(
                dir,
                "normal",
                Map.of(),
                "sh",
                "-c",
                "trap '' INT TERM USR1; kill 0; kill -INT 0; kill -USR1 0; echo $$; sleep 1000")) {
            ProcessHandle command = mission.printedProcess();
            mission.applicationMaster().destroyForcibly();
            command.onExit().get(60, SECONDS);
        }
    }

    @Test
    void whatTheCommandLeavesBehindDies() throws Exception {
        try (RunningMission mission =
                RunningMission.start(dir, "normal", Map.of(), "sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $!")) {
            ProcessHandle left = mission.printedProcess();
            assertThat(mission.end(0)).contains("UNREGISTERED true");
            left.onExit().get(60, SECONDS);
        }
    }

    @Test
    void theCommandHasNoChildThatItDoesNotKnow() throws Exception {
        try (RunningMission mission = RunningMission.start(
                dir, "normal", Map.of(), "sh", "-c", "read x < /proc/$$/task/$$/children; echo \"[$x]\"")) {
            assertThat(mission.line()).isEqualTo("[]");
        }
    }

    @Test
    void anEndedAttemptKillsTheCommand() throws Exception {
        Path over = dir.toAbsolutePath().resolve("over");
        try (RunningMission mission =
                RunningMission.start(dir, over.toString(), Map.of(), "sh", "-c", "echo $$; exec sleep 1000")) {
            ProcessHandle command = mission.printedProcess();
            Files.createFile(over);
            command.onExit().get(60, SECONDS);
            assertThat(mission.end(1))
                    .contains("YARN has ended this attempt: killed by user")
                    .doesNotContain("UNREG");
        }
    }

    @Test
    void anUnknownAttemptRunsNothing() throws Exception {
        try (RunningMission mission = RunningMission.start(dir, "unknown", Map.of(), "echo", "ran")) {
            assertThat(mission.rest()).isEmpty();
            assertThat(mission.end(1)).contains("YARN has ended this attempt: unknown");
        }
    }

    @Test
    void theCommandGoesOnWhileTheResourceManagerIsAway() throws Exception {
        try (RunningMission mission = RunningMission.start(
                dir, "away", Map.of(), "sh", "-c", "for i in 1 2 3; do sleep 0.1; echo $i; done")) {
            assertThat(mission.rest()).isEqualTo("1\n2\n3\n");
            assertThat(mission.end(0))
                    .contains("trying on", "The ResourceManager is back", "UNREGISTERED true")
                    .containsOnlyOnce("UNREGISTERED");
        }
    }
}
