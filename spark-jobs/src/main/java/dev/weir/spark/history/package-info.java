/** The query that keeps everything, and its tables. */
@NullMarked
package dev.weir.spark.history;

import org.jspecify.annotations.NullMarked;
