/** The service alone, without leadership: its main and its wiring. */
@NullMarked
package io.understudy.session.standalone;

import org.jspecify.annotations.NullMarked;
