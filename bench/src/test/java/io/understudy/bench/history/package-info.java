@NullMarked
package io.understudy.bench.history;

import org.jspecify.annotations.NullMarked;
