/** Stores as a whole, in and out, on a real ZooKeeper. */
@NullMarked
package io.understudy.session.transfer;

import org.jspecify.annotations.NullMarked;
