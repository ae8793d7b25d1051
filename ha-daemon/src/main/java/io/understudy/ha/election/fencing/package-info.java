/** Fencing methods by Hadoop's {@code NodeFencer}, as users of HDFS know them. */
@NullMarked
package io.understudy.ha.election.fencing;

import org.jspecify.annotations.NullMarked;
