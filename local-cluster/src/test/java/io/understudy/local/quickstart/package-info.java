/** Tests of what the quickstart is told and remembers; the whole is shown by running it. */
@NullMarked
package io.understudy.local.quickstart;

import org.jspecify.annotations.NullMarked;
