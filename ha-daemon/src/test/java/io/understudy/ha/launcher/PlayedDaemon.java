package io.understudy.ha.launcher;

import io.understudy.ha.custody.CordWords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A daemon that does what the file {@code script} in its configuration folder says, a word for each start: {@code serve},
 * {@code silent} to promise a sign of life and give none, or an exit code. It notes each start in {@code starts}, once it
 * would end in order, each orderly end in {@code ends}, and in {@code children} what it started itself. It leaves what the
 * file {@code custody} says with its launcher, and notes in {@code kept} that it was told so.
 */
final class PlayedDaemon {

    private PlayedDaemon() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path conf = Path.of(args[1]);
        Path starts = conf.resolve("starts");
        List<String> script = Files.readAllLines(conf.resolve("script"));
        int before = Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
        String word = script.get(Math.min(before, script.size() - 1));
        if (!word.equals("serve") && !word.equals("silent")) {
            note(starts);
            System.err.println("the played daemon ends with " + word);
            System.exit(Integer.parseInt(word));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            note(conf.resolve("ends"));
            Runtime.getRuntime().halt(42);
        }));
        long child = new ProcessBuilder("sleep", "600").start().pid();
        note(conf.resolve("children"), child);
        note(starts);
        Thread cord = new Thread(() -> listen(conf), "cord");
        cord.setDaemon(true);
        cord.start();
        if (Files.exists(conf.resolve("custody"))) {
            System.out.println(CordWords.CUSTODY + "1 " + Files.readString(conf.resolve("custody")));
        }
        System.out.println(CordWords.READY);
        if (word.equals("silent")) {
            System.out.println(CordWords.ALIVE + "300");
        }
        new CountDownLatch(1).await();
    }

    private static void listen(Path conf) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines.lines().filter((CordWords.KEPT + "1")::equals).forEach(line -> note(conf.resolve("kept")));
        } catch (IOException broken) {
            // The same as its end.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void note(Path file) {
        note(file, ProcessHandle.current().pid());
    }

    private static void note(Path file, long pid) {
        try {
            Files.writeString(file, pid + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
