/**
 * Membership of the cluster: how a node shows that it lives, what it learns of the others, and the requests that nodes
 * leave for each other. The adapter is in {@code .zookeeper}.
 */
@NullMarked
package io.understudy.ha.membership;

import org.jspecify.annotations.NullMarked;
