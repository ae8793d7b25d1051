/**
 * The ApplicationMaster of command batches. Java 8, the API of Hadoop 3.0, no library but Hadoop's on the NodeManager: it
 * runs on whatever the cluster has. Nothing is null here; JSpecify's annotation for that does not fit Java 8.
 */
package io.understudy.applicationmaster;
