/** Tests of what the job is told; Spark itself is tried by the acceptance tests. */
package io.understudy.examples;
