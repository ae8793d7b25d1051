/** Elections on a real ZooKeeper. */
@NullMarked
package io.understudy.ha.election;

import org.jspecify.annotations.NullMarked;
