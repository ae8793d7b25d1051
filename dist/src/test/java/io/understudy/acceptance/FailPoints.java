package io.understudy.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a daemon under test dies, as by kill -9: at the point whose name a file holds. The file is gone before the daemon
 * is, so that the next daemon that passes the point lives.
 */
final class FailPoints {

    private static final int KILLED = 137;

    private final Path armed;

    FailPoints(Path armed) {
        this.armed = armed;
    }

    /** Dies here if this point is armed. */
    void pass(String point) {
        try {
            if (isArmed(point) && Files.deleteIfExists(armed)) {
                Runtime.getRuntime().halt(KILLED);
            }
        } catch (IOException e) {
            throw new IllegalStateException("fail point " + point, e);
        }
    }

    /** Whether this point is armed. It stays so. */
    boolean isArmed(String point) {
        try {
            return Files.exists(armed) && Files.readString(armed).equals(point);
        } catch (IOException e) {
            throw new IllegalStateException("fail point " + point, e);
        }
    }
}
