/** Sessions as znodes: one JSON record for each, in 256 shards, written through the fence only. */
@NullMarked
package io.understudy.session.store;

import org.jspecify.annotations.NullMarked;
