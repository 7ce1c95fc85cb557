/** The queries that publish numbers, and the record of which windows are final. */
@NullMarked
package dev.weir.spark.windows;

import org.jspecify.annotations.NullMarked;
