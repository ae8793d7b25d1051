/**
 * The rules of leadership, as values: a {@link io.understudy.ha.role.Role} takes an {@link io.understudy.ha.role.Event}
 * and answers with the next role and the orders that go with it. Nothing here waits, reads a clock or talks to anybody;
 * {@code ha.node} does that. Begin with {@link io.understudy.ha.role.Role}.
 */
@NullMarked
package io.understudy.ha.role;

import org.jspecify.annotations.NullMarked;
