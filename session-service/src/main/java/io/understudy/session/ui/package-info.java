/** Pages for people: plain HTML, no script. */
@NullMarked
package io.understudy.session.ui;

import org.jspecify.annotations.NullMarked;
