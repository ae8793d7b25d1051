package io.understudy.bench;

import java.util.Arrays;

/**
 * Rates of several rounds.
 *
 * @param median the middle one
 * @param least the lowest
 * @param most the highest
 */
record Rate(double median, double least, double most) {

    static Rate of(double... perSecond) {
        double[] sorted = perSecond.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Rate(median, sorted[0], sorted[sorted.length - 1]);
    }
}
