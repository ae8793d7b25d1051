package io.understudy.bench.load;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long nobody served, in seconds, from the fault or the request to the first 2xx of the new epoch.
 *
 * @param get of a batch, through the node that was the last to answer
 * @param post of a new batch, the same
 * @param active until some node's {@code /ha/active} said yes again; empty if none of those asked became active
 * @param errors how many answers of all this time were no 2xx, by what they were
 */
public record Gap(double get, double post, OptionalDouble active, Map<String, Integer> errors) {}
