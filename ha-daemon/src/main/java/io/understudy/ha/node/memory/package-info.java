/** A node's own memory of the store, as a file in its state directory. */
@NullMarked
package io.understudy.ha.node.memory;

import org.jspecify.annotations.NullMarked;
