/**
 * Spark's Kafka source with batches that are planned by us: bounded, and such that heartbeats never
 * run ahead of the data.
 */
@NullMarked
package dev.weir.spark.source;

import org.jspecify.annotations.NullMarked;
