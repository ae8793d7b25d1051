/** What clients saw of batches, and whether an atomic service could have answered so. The JDK only, no I/O, no threads. */
@NullMarked
package io.understudy.bench.history;

import org.jspecify.annotations.NullMarked;
