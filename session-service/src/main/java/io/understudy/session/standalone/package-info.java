/**
 * The service alone, without leadership: its main, its wiring, and how it holds office with nobody to contend with. It
 * wins terms as a daemon does, so that its store is fenced as well; it keeps off stores on which daemons live.
 */
@NullMarked
package io.understudy.session.standalone;

import org.jspecify.annotations.NullMarked;
