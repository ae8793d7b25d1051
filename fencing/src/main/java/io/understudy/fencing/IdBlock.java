package io.understudy.fencing;

/**
 * Session ids that the store has reserved for one term. They are given out in ascending order and never again, used or
 * not.
 *
 * @param first the first id of the block
 * @param end the id after the last one
 */
public record IdBlock(int first, int end) {

    public IdBlock {
        if (first < 0 || end < first) {
            throw new IllegalArgumentException("not a block of ids: " + first + ".." + end);
        }
    }

    /** Number of ids in the block. */
    public int size() {
        return end - first;
    }
}
