/** {@code haadmin}: what an operator asks and orders, over HTTP, through any node that answers. */
@NullMarked
package io.understudy.ha.cli;

import org.jspecify.annotations.NullMarked;
