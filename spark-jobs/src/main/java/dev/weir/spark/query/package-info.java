/** The named streaming queries, what they remember between runs, and their supervisor. */
@NullMarked
package dev.weir.spark.query;

import org.jspecify.annotations.NullMarked;
