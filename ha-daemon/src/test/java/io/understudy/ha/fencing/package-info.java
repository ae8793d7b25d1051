@NullMarked
package io.understudy.ha.fencing;

import org.jspecify.annotations.NullMarked;
