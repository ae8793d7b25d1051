package io.understudy.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Signals to processes. */
final class Signal {

    private Signal() {}

    /** Sends a signal by its name, for example {@code KILL}, to some processes with one command. */
    static void send(String name, long... pids) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        for (long pid : pids) {
            command.add(Long.toString(pid));
        }
        Process kill = new ProcessBuilder(command).inheritIO().start();
        try {
            if (kill.waitFor() != 0) {
                throw new IOException("Signal " + name + " could not be sent: a process is gone.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
