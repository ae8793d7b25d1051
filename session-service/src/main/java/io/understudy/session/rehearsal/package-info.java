/** What the service does in its first second of office, played to nobody, so that it is quick when it counts. */
@NullMarked
package io.understudy.session.rehearsal;

import org.jspecify.annotations.NullMarked;
