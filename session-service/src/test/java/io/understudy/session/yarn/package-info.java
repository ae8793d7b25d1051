/** Tests of the YARN adapter, most of them against the real ResourceManager and NodeManager. */
@NullMarked
package io.understudy.session.yarn;

import org.jspecify.annotations.NullMarked;
