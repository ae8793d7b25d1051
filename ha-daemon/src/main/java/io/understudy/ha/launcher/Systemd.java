package io.understudy.ha.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells systemd how it goes, if systemd started this process and wants to know: sd_notify(3), sd_watchdog_enabled(3).
 * Through the program {@code systemd-notify}: this Java has no datagrams on local sockets. Any thread may
 * call.
 */
final class Systemd {

    private final boolean isListening;
    private final Optional<Duration> beat;
    private final PrintStream err;
    private boolean isMute;
    private long lastBeat;

    private Systemd(boolean isListening, Optional<Duration> beat, PrintStream err) {
        this.isListening = isListening;
        this.beat = beat;
        this.err = err;
    }

    /** Reads {@code NOTIFY_SOCKET} and {@code WATCHDOG_USEC}. */
    static Systemd of(Map<String, String> environment, PrintStream err) {
        Optional<Duration> beat = Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                .filter(text -> text.matches("[0-9]{1,15}"))
                .map(text -> Duration.ofNanos(Long.parseLong(text) * 1000 / 2));
        return new Systemd(environment.containsKey("NOTIFY_SOCKET"), beat, err);
    }

    /** The daemon's port is open. */
    synchronized void ready(String status) {
        send("--ready", "--status=" + status);
    }

    /** In a few words, for {@code systemctl status}. */
    synchronized void status(String status) {
        send("--status=" + status);
    }

    /** A stop was asked for. */
    synchronized void stopping() {
        send("STOPPING=1");
    }

    /** This process goes on; to be told much more often than systemd wants to hear it. */
    synchronized void beat() {
        if (beat.isPresent() && System.nanoTime() - lastBeat >= beat.get().toNanos()) {
            lastBeat = System.nanoTime();
            send("WATCHDOG=1");
        }
    }

    private void send(String... words) {
        if (!isListening || isMute) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("systemd-notify"));
        command.addAll(List.of(words));
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            isMute = true;
            err.println(
                    "ha-daemon: systemd wants to be told how it goes, but there is no systemd-notify: install it, or"
                            + " set Type=simple and no WatchdogSec in the unit.");
        }
    }
}
