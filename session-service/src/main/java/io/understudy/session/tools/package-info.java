/** The operator's tools for the store, wired: what they work with comes from the configuration. */
@NullMarked
package io.understudy.session.tools;

import org.jspecify.annotations.NullMarked;
