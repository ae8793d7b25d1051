package io.understudy.fencing;

/**
 * The number of a term of office. Epochs ascend and are never given twice.
 *
 * @param number 0 in a store in which nobody has held office yet, then 1, 2, ...
 */
public record Epoch(long number) implements Comparable<Epoch> {

    /** Before the first term. */
    public static final Epoch NONE = new Epoch(0);

    public Epoch {
        if (number < 0) {
            throw new IllegalArgumentException("an epoch is not negative: " + number);
        }
    }

    /** The epoch of the next term. */
    public Epoch next() {
        return new Epoch(number + 1);
    }

    /** Whether this epoch came before {@code other}. */
    public boolean isBefore(Epoch other) {
        return number < other.number;
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
