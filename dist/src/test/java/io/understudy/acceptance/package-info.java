/** The whole, by processes that are really killed: daemons of the distribution on a real ZooKeeper and a real YARN. */
@NullMarked
package io.understudy.acceptance;

import org.jspecify.annotations.NullMarked;
