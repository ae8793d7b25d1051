/**
 * The parent process of the daemon: starts it, waits, restarts it, passes signals and exit codes on. Pure JDK, and small:
 * it must live on when nothing else does.
 */
@NullMarked
package io.understudy.ha.launcher;

import org.jspecify.annotations.NullMarked;
