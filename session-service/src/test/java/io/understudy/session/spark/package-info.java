/** Tests with real processes: scripts in place of spark-submit. */
@NullMarked
package io.understudy.session.spark;

import org.jspecify.annotations.NullMarked;
