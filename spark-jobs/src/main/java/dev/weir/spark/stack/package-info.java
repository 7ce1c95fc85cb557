/** Settings of the jobs, and the servers that they use. */
@NullMarked
package dev.weir.spark.stack;

import org.jspecify.annotations.NullMarked;
