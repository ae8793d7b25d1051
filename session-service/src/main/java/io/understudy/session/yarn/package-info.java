/**
 * The cluster port on YARN: submissions, reports, kills and logs through Hadoop's protocols. Every call to Hadoop runs
 * on a thread of this package and under a deadline of its own.
 */
@NullMarked
package io.understudy.session.yarn;

import org.jspecify.annotations.NullMarked;
