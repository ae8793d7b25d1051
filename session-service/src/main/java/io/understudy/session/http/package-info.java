/** {@code /batches} in and out: Livy's contract as JSON and status codes. No rules of sessions, no threads. */
@NullMarked
package io.understudy.session.http;

import org.jspecify.annotations.NullMarked;
