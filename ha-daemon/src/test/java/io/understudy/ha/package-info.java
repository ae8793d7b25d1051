/** The daemon's configuration and wiring. */
@NullMarked
package io.understudy.ha;

import org.jspecify.annotations.NullMarked;
