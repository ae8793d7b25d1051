package io.understudy.applicationmaster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A ResourceManager that behaves as told and reports what it hears on standard error. */
final class PlayedResourceManager implements ResourceManagerLink {

    private final String play;
    private int calls;

    private PlayedResourceManager(String play) {
        this.play = play;
    }

    /**
     * Runs a mission in this JVM.
     *
     * @param args the play: {@code normal}; {@code away}, where two calls of three fail; a file's path, where the
     *     attempt is over once that file is there; {@code unknown}, where it is from the start
     */
    public static void main(String[] args) throws InterruptedException {
        Mission mission = new Mission(
                new PlayedResourceManager(args[0]), System.getenv(), 20, line -> System.err.println("LOG " + line));
        System.exit(mission.run() ? 0 : 1);
    }

    @Override
    public void register() throws IOException, AttemptEnded {
        if (play.equals("unknown")) {
            throw new AttemptEnded("unknown");
        }
        maybeAway();
        System.err.println("REGISTERED");
    }

    @Override
    public void heartbeat() throws IOException, AttemptEnded {
        maybeAway();
        if (play.startsWith("/") && Files.exists(Path.of(play))) {
            throw new AttemptEnded("killed by user");
        }
    }

    @Override
    public void unregister(Outcome outcome) throws IOException {
        maybeAway();
        System.err.println("UNREGISTERED " + outcome.success() + " " + outcome.diagnostics());
    }

    private void maybeAway() throws IOException {
        if (play.equals("away")) {
            calls++;
            if (calls % 3 != 0) {
                throw new IOException("connection refused");
            }
        }
    }
}
