package io.understudy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two {@link StockElector}s on one ZooKeeper, of which one is active. */
final class StockPair implements AutoCloseable {

    private static final long LIMIT_SECONDS = 120;

    private final String zooKeeper;
    private final Duration timeout;
    private Elector active;
    private Elector standby;

    /** What an elector said, and when. */
    private record Word(String text, long at) {}

    private record Elector(String name, Process process, BlockingQueue<Word> words) {

        static Elector start(String zooKeeper, Duration timeout, String name) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            StockElector.class.getName(),
                            zooKeeper,
                            Long.toString(timeout.toMillis()),
                            name)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BlockingQueue<Word> words = new LinkedBlockingQueue<>();
            Thread reader = new Thread(() -> read(process, words), "stock-elector-" + name);
            reader.setDaemon(true);
            reader.start();
            return new Elector(name, process, words);
        }

        private static void read(Process process, BlockingQueue<Word> words) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    words.add(new Word(line, System.nanoTime()));
                }
            } catch (IOException e) {
                words.add(new Word(e.toString(), System.nanoTime()));
            }
        }

        /** When it said so. */
        long await(String text) throws IOException, InterruptedException {
            while (true) {
                Word word = words.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
                if (word == null) {
                    throw new IOException("Elector " + name + " did not say '" + text + "'.");
                }
                if (word.text.equals(text)) {
                    return word.at;
                }
            }
        }

        void order(String order) throws IOException {
            Writer orders = process.outputWriter(UTF_8);
            orders.write(order + "\n");
            orders.flush();
        }
    }

    private StockPair(String zooKeeper, Duration timeout, Elector active, Elector standby) {
        this.zooKeeper = zooKeeper;
        this.timeout = timeout;
        this.active = active;
        this.standby = standby;
    }

    /**
     * Starts both.
     *
     * @param timeout of their ZooKeeper sessions
     */
    static StockPair start(String zooKeeper, Duration timeout) throws IOException, InterruptedException {
        Elector first = Elector.start(zooKeeper, timeout, "a");
        first.await(StockElector.ACTIVE);
        Elector second = Elector.start(zooKeeper, timeout, "b");
        second.await(StockElector.STANDBY);
        return new StockPair(zooKeeper, timeout, first, second);
    }

    /** Seconds from kill -9 of the active until the other is. The killed one is then started again. */
    double kill() throws IOException, InterruptedException {
        Elector killed = active;
        long since = System.nanoTime();
        killed.process.destroyForcibly();
        double seconds = change(since);
        standby = Elector.start(zooKeeper, timeout, killed.name);
        standby.await(StockElector.STANDBY);
        return seconds;
    }

    /** Seconds from the active's leaving the election until the other is active. The one that left then joins again. */
    double handOver() throws IOException, InterruptedException {
        long since = System.nanoTime();
        active.order(StockElector.QUIT);
        double seconds = change(since);
        standby.order(StockElector.JOIN);
        standby.await(StockElector.STANDBY);
        return seconds;
    }

    private double change(long since) throws IOException, InterruptedException {
        double seconds = (standby.await(StockElector.ACTIVE) - since) / 1e9;
        Elector before = active;
        active = standby;
        standby = before;
        return seconds;
    }

    @Override
    public void close() {
        active.process.destroyForcibly();
        standby.process.destroyForcibly();
    }
}
