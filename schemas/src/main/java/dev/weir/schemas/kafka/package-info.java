/** Reading Kafka's topics, on the part of the client's API that Spark's older version has, too. */
@NullMarked
package dev.weir.schemas.kafka;

import org.jspecify.annotations.NullMarked;
