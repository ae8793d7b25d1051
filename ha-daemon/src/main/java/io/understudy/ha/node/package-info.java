/**
 * A node: its mailbox, its one thread, what it publishes, and the ports to election and service. The rules are in
 * {@code ha.role}; this package carries them out.
 */
@NullMarked
package io.understudy.ha.node;

import org.jspecify.annotations.NullMarked;
