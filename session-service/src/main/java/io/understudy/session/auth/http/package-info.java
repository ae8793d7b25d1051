/** Authentication of what came over HTTP. */
@NullMarked
package io.understudy.session.auth.http;

import org.jspecify.annotations.NullMarked;
