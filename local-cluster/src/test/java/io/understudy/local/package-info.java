/** Tests of the local cluster against the real servers. */
@NullMarked
package io.understudy.local;

import org.jspecify.annotations.NullMarked;
