/** Runs spark-submit. Nothing here knows of YARN, ZooKeeper or HTTP. */
@NullMarked
package io.understudy.session.spark;

import org.jspecify.annotations.NullMarked;
