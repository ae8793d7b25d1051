/**
 * What a daemon leaves with its launcher, so that its sessions with ZooKeeper can be ended as soon as it is dead, and how
 * the two talk.
 */
@NullMarked
package io.understudy.ha.custody;

import org.jspecify.annotations.NullMarked;
