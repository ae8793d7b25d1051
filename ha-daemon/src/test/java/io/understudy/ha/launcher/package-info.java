/** The launcher, as a real process, with a daemon that a test plays. */
@NullMarked
package io.understudy.ha.launcher;

import org.jspecify.annotations.NullMarked;
