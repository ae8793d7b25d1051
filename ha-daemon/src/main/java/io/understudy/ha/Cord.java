package io.understudy.ha;

import java.io.IOException;
import java.io.InputStream;

/**
 * What ties a daemon to its launcher: its standard input, which ends when the launcher is gone, however that died. A
 * daemon without its launcher halts at once: nobody would end it, restart it or tell that it died.
 */
final class Cord {

    private static final int KILLED = 137;

    private Cord() {}

    /** Halts this process when {@code input} ends. */
    static void watch(InputStream input) {
        Thread thread = new Thread(() -> waitForEnd(input), "launcher-cord");
        thread.setDaemon(true);
        thread.start();
    }

    private static void waitForEnd(InputStream input) {
        try {
            while (input.read() >= 0) {
                // The launcher says nothing.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(KILLED);
    }
}
