/** Streams and batches on Spark. */
@NullMarked
package dev.weir.spark;

import org.jspecify.annotations.NullMarked;
