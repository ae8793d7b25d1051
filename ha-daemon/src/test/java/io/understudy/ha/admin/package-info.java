/** What a node says of itself, from values that a test makes up. */
@NullMarked
package io.understudy.ha.admin;

import org.jspecify.annotations.NullMarked;
