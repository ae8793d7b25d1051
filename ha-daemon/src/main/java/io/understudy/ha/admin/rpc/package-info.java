/**
 * Hadoop's own protocols: one port with HAServiceProtocol and ZKFCProtocol, for Hadoop's HAAdmin and for failover
 * controllers. Nothing is decided here: orders take the way of {@code POST /ha/*}.
 */
@NullMarked
package io.understudy.ha.admin.rpc;

import org.jspecify.annotations.NullMarked;
