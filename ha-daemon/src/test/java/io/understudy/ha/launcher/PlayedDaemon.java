package io.understudy.ha.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A daemon that does what the file {@code script} in its configuration folder says, a word for each start: {@code serve},
 * or an exit code. It notes each start in {@code starts}, once it would end in order, and each orderly end in {@code ends}.
 */
final class PlayedDaemon {

    private PlayedDaemon() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path conf = Path.of(args[1]);
        Path starts = conf.resolve("starts");
        List<String> script = Files.readAllLines(conf.resolve("script"));
        int before = Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
        String word = script.get(Math.min(before, script.size() - 1));
        if (!word.equals("serve")) {
            note(starts);
            System.err.println("the played daemon ends with " + word);
            System.exit(Integer.parseInt(word));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            note(conf.resolve("ends"));
            Runtime.getRuntime().halt(42);
        }));
        note(starts);
        Thread cord = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is said on it yet.
                }
            } catch (IOException broken) {
                // The same as its end.
            }
            Runtime.getRuntime().halt(1);
        });
        cord.setDaemon(true);
        cord.start();
        System.out.println(Supervisor.READY);
        new CountDownLatch(1).await();
    }

    private static void note(Path file) {
        try {
            Files.writeString(
                    file, ProcessHandle.current().pid() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
