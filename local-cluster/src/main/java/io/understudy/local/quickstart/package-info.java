/** {@code bin/quickstart}: a cluster on this machine, and a demonstration of the one thing that Understudy is for. */
@NullMarked
package io.understudy.local.quickstart;

import org.jspecify.annotations.NullMarked;
