package io.understudy.ha;

import io.understudy.ha.custody.CordWords;
import io.understudy.ha.custody.Custodian;
import io.understudy.ha.custody.Custody;
import io.understudy.ha.custody.Ticket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * What ties a daemon to its launcher: lines of {@link CordWords} on standard input and output. The input ends when the
 * launcher is gone, however that died: a daemon without its launcher halts at once, for nobody would end it, restart it or
 * tell that it died. Any thread may call.
 */
final class Cord implements Custodian {

    private static final int KILLED = 137;

    private final PrintStream toLauncher;
    private final Executor writer = Executors.newSingleThreadExecutor(Threads.named("launcher-lines"));
    private final NavigableMap<String, Ticket> tickets = new TreeMap<>();
    private final NavigableMap<Long, Runnable> waiting = new TreeMap<>();
    private Optional<Custody> empty = Optional.empty();
    private long sent;

    private Cord(PrintStream toLauncher) {
        this.toLauncher = toLauncher;
    }

    /** Halts this process when {@code fromLauncher} ends. */
    static Cord tie(InputStream fromLauncher, PrintStream toLauncher) {
        Cord cord = new Cord(toLauncher);
        Thread thread = new Thread(() -> cord.listen(fromLauncher), "launcher-cord");
        thread.setDaemon(true);
        thread.start();
        return cord;
    }

    /**
     * Says how sessions that are handed over can be ended.
     *
     * @param custody without any
     */
    synchronized void introduce(Custody custody) {
        empty = Optional.of(custody);
    }

    /** Promises to say so again within {@code promise}: the launcher kills a daemon that does not. */
    void alive(Duration promise) {
        say(CordWords.ALIVE + promise.toMillis());
    }

    @Override
    public synchronized void keep(String purpose, Ticket ticket, Runnable kept) {
        tickets.put(purpose, ticket);
        hand();
        waiting.put(sent, kept);
    }

    @Override
    public synchronized void release(String purpose) {
        if (tickets.remove(purpose) != null) {
            hand();
        }
    }

    private void hand() {
        sent++;
        Custody all = empty.orElseThrow().with(List.copyOf(tickets.values()));
        say(CordWords.CUSTODY + sent + " " + all.toJson());
    }

    /** In order, and without waiting for a launcher that does not read. */
    private void say(String line) {
        writer.execute(() -> toLauncher.println(line));
    }

    private void listen(InputStream fromLauncher) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(fromLauncher, StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> line.startsWith(CordWords.KEPT)).forEach(this::kept);
        } catch (IOException | UncheckedIOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(KILLED);
    }

    private void kept(String line) {
        long number = Long.parseLong(line.substring(CordWords.KEPT.length()));
        List<Runnable> told;
        synchronized (this) {
            NavigableMap<Long, Runnable> answered = waiting.headMap(number, true);
            told = List.copyOf(answered.values());
            answered.clear();
        }
        told.forEach(Runnable::run);
    }
}
