/**
 * A store as a whole, in and out: export and import, verification, taking over another service's batches, adopting a
 * store that was wiped or restored. For tools that run, do one thing and end: they wait for what they ask.
 */
@NullMarked
package io.understudy.session.transfer;

import org.jspecify.annotations.NullMarked;
