package io.understudy.bench;

import java.util.Arrays;

/**
 * What several rounds have measured.
 *
 * @param median the middle one
 * @param least the lowest
 * @param most the highest
 */
record Spread(double median, double least, double most) {

    static Spread of(double... rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
