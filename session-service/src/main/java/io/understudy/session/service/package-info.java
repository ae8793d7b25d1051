/** The use cases of batch sessions, in one loop, and the ports to the store and to the cluster. */
@NullMarked
package io.understudy.session.service;

import org.jspecify.annotations.NullMarked;
