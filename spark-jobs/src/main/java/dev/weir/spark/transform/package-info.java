/**
 * Pure Dataset to Dataset functions: the same transform serves a stream and a batch, and knows no
 * clock, no Kafka and no session.
 */
@NullMarked
package dev.weir.spark.transform;

import org.jspecify.annotations.NullMarked;
