/** Hadoop's own verbs of {@code haadmin}, over Hadoop's protocols. */
@NullMarked
package io.understudy.ha.admin.verbs;

import org.jspecify.annotations.NullMarked;
