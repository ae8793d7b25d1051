/** Stores for tests: a real ZooKeeper in this process, a proxy that disturbs it, and a store in memory. */
@NullMarked
package io.understudy.fencing.testing;

import org.jspecify.annotations.NullMarked;
