/** Who this process is to ZooKeeper, by its settings. */
@NullMarked
package io.understudy.session.config.zookeeper;

import org.jspecify.annotations.NullMarked;
