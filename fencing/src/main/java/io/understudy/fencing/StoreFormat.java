package io.understudy.fencing;

/**
 * The format of what is written to the store. It stands in the epoch's record: whoever does not know it does not join. A
 * term writes the format that it was won in, whatever newer one its build knows, so that going back to the build before
 * stays possible until an operator finalizes the upgrade ({@link FormatRequest}).
 */
public final class StoreFormat {

    /** The newest format that this build knows. It reads every format up to this one. */
    public static final int NEWEST = newest();

    private StoreFormat() {}

    /** Called, not copied into the classes that use it: this class alone makes the format of a build. */
    private static int newest() {
        return 1;
    }
}
