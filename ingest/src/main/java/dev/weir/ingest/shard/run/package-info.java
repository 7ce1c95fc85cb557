/**
 * Runs the sources of an open shard: polls share a few threads, streams have one each, and their
 * results wait in an inbox for the shard's thread. Nothing here knows Kafka.
 */
@NullMarked
package dev.weir.ingest.shard.run;

import org.jspecify.annotations.NullMarked;
