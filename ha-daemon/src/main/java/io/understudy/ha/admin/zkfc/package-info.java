/** Hadoop's ZKFailoverController for a node, in a process of its own. */
@NullMarked
package io.understudy.ha.admin.zkfc;

import org.jspecify.annotations.NullMarked;
