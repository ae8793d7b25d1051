/** The service alone on a ZooKeeper session. */
@NullMarked
package io.understudy.session.standalone.zookeeper;

import org.jspecify.annotations.NullMarked;
