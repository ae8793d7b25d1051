/** A Spark job that does what its arguments say, for people who try Understudy and for its tests. */
package io.understudy.examples;
