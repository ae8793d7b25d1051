/** The audit log: who did what, and who was refused. */
@NullMarked
package io.understudy.session.audit;

import org.jspecify.annotations.NullMarked;
