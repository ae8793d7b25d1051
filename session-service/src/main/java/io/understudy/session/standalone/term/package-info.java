/**
 * How the service alone holds office: it wins terms as a daemon does, so that its store is fenced as well, and keeps off
 * stores on which daemons live. The port to the store's session is here, its adapter in {@code ..standalone.zookeeper}.
 */
@NullMarked
package io.understudy.session.standalone.term;

import org.jspecify.annotations.NullMarked;
