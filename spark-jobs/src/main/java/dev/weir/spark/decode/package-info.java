/** From the bytes of a Kafka record to a struct that says whether they could be decoded. */
@NullMarked
package dev.weir.spark.decode;

import org.jspecify.annotations.NullMarked;
