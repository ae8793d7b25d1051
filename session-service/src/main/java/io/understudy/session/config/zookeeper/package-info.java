/** How a process reaches the store in ZooKeeper, as whom, and who else may touch it: from settings to adapters' values. */
@NullMarked
package io.understudy.session.config.zookeeper;

import org.jspecify.annotations.NullMarked;
