@NullMarked
package io.understudy.bench.load;

import org.jspecify.annotations.NullMarked;
