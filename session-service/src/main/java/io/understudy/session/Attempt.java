package io.understudy.session;

/**
 * One try at making the application. Durable before anything is tried.
 *
 * @param number 1, 2, ...
 * @param node the node that tried
 * @param incarnation the process that tried
 */
public record Attempt(int number, String node, String incarnation) {

    public Attempt {
        if (number < 1) {
            throw new IllegalArgumentException("attempts count from 1: " + number);
        }
    }
}
