@NullMarked
package io.understudy.ha.metrics;

import org.jspecify.annotations.NullMarked;
