/** Fakes and samples for tests of sessions: a cluster, time that a test moves on, one loop. */
@NullMarked
package io.understudy.session.testing;

import org.jspecify.annotations.NullMarked;
