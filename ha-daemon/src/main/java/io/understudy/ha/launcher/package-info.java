/**
 * The parent process of the daemon: starts it, waits, restarts it, passes signals and exit codes on, and when it is
 * dead ends what it held in ZooKeeper. Small, and but for that
 * pure JDK: it must live on when nothing else does.
 */
@NullMarked
package io.understudy.ha.launcher;

import org.jspecify.annotations.NullMarked;
