/** What is written: framed Avro to Kafka, rows with a marker to Iceberg tables. */
@NullMarked
package dev.weir.spark.sink;

import org.jspecify.annotations.NullMarked;
