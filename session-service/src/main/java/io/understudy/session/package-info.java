/** Batch sessions: pure values and rules. No I/O, no threads, no clock of their own. */
@NullMarked
package io.understudy.session;

import org.jspecify.annotations.NullMarked;
