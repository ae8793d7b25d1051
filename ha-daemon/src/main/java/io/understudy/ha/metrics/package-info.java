/** What a node says of itself in numbers, at {@code /metrics} and over JMX; the only place that knows Micrometer. */
@NullMarked
package io.understudy.ha.metrics;

import org.jspecify.annotations.NullMarked;
