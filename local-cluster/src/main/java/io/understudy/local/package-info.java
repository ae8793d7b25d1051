/** A real ZooKeeper and a real YARN in their own JVMs on this machine, for bin/quickstart and for tests; uses the JDK only. */
@NullMarked
package io.understudy.local;

import org.jspecify.annotations.NullMarked;
