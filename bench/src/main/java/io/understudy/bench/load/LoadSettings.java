package io.understudy.bench.load;

import java.time.Duration;

/**
 * How much clients do.
 *
 * @param clients how many there are, each with a thread of its own
 * @param every how often each begins an operation, unless the one before still waits for its answer
 * @param createOneOf one operation of so many is a create
 * @param deleteOneOf one operation of so many is a delete; all others are reads
 * @param body of a create
 * @param seed of what they draw
 */
public record LoadSettings(int clients, Duration every, int createOneOf, int deleteOneOf, String body, long seed) {}
