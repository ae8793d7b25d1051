/** What a node says of itself and of its cluster under {@code /ha}, the requests of operators, and the status page. */
@NullMarked
package io.understudy.ha.admin;

import org.jspecify.annotations.NullMarked;
