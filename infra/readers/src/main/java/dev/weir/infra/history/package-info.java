/**
 * The history without Spark: Iceberg plans which files to read, the bucket's client fetches them,
 * DuckDB answers.
 */
@NullMarked
package dev.weir.infra.history;

import org.jspecify.annotations.NullMarked;
