/**
 * Fencing methods: what an operator has configured to make sure that the active of a term that was lost is dead. The store
 * needs none of them; their worth is proof of death for submissions. Here are the values, what is owed, and the port.
 */
@NullMarked
package io.understudy.ha.fencing;

import org.jspecify.annotations.NullMarked;
