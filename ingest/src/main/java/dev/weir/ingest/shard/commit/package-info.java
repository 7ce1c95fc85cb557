/**
 * What a shard reads from Kafka and commits to it: records, cursors and coverage in one
 * transaction, by a fenced producer.
 */
@NullMarked
package dev.weir.ingest.shard.commit;

import org.jspecify.annotations.NullMarked;
