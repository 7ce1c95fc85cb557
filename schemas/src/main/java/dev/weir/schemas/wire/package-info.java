/** How a record lies in a topic: Avro in the Confluent wire format. */
@NullMarked
package dev.weir.schemas.wire;

import org.jspecify.annotations.NullMarked;
