/** Who asks: decided once, where a client's request comes in. Both the service alone and the daemon's gateway ask here. */
@NullMarked
package io.understudy.session.auth;

import org.jspecify.annotations.NullMarked;
