/** Benchmarks: each figure beside its peer, in turns in the same run, on the same server. */
@NullMarked
package io.understudy.bench;

import org.jspecify.annotations.NullMarked;
