/** Understudy daemons on this machine, started and ended as a person would: for bin/quickstart and for tests. */
@NullMarked
package io.understudy.local.daemons;

import org.jspecify.annotations.NullMarked;
