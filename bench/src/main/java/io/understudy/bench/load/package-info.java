/** Clients that work with daemons over HTTP and take down what they see; the prober that measures gaps. */
@NullMarked
package io.understudy.bench.load;

import org.jspecify.annotations.NullMarked;
