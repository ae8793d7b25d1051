/** The gateway, with real servers on loopback and a cluster made of values. */
@NullMarked
package io.understudy.ha.gateway;

import org.jspecify.annotations.NullMarked;
