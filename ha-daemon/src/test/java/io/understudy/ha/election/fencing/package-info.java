@NullMarked
package io.understudy.ha.election.fencing;

import org.jspecify.annotations.NullMarked;
