/** Nodes in a simulated world: one seed, one clock, one thread. */
@NullMarked
package io.understudy.ha.simulation;

import org.jspecify.annotations.NullMarked;
