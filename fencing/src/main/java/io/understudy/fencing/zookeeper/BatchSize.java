package io.understudy.fencing.zookeeper;

/**
 * How many nodes to ask for at a time, so that an answer has about 400 KiB: learned from the answers so far. On the loop
 * only.
 */
final class BatchSize {

    private static final int ANSWER_BYTES = 400 * 1024;
    private static final int MOST_NODES = 4096;

    /** Cautious at first: as many of the largest records as fit into the smallest usual answer. */
    private int nodeBytes = ANSWER_BYTES / 8;

    int nodes() {
        return Math.max(1, Math.min(MOST_NODES, ANSWER_BYTES / Math.max(1, nodeBytes)));
    }

    /** Takes note of an answer: quickly when nodes are larger than thought, slowly when they are smaller. */
    void learn(long bytes, int nodes) {
        int average = (int) (bytes / nodes);
        nodeBytes = average > nodeBytes ? average : (nodeBytes + average) / 2;
    }
}
