/** The daemon: its configuration, and its main, which wires everything. */
@NullMarked
package io.understudy.ha;

import org.jspecify.annotations.NullMarked;
