/** The list of the queries, and the query that joins. */
@NullMarked
package dev.weir.spark.query;

import org.jspecify.annotations.NullMarked;
