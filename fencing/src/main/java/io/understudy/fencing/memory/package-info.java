/** What a process remembers of the store beyond its own life, as a file in its state folder. */
@NullMarked
package io.understudy.fencing.memory;

import org.jspecify.annotations.NullMarked;
