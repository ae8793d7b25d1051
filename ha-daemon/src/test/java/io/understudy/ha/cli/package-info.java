/** The operator's command, against a node that a test plays. */
@NullMarked
package io.understudy.ha.cli;

import org.jspecify.annotations.NullMarked;
