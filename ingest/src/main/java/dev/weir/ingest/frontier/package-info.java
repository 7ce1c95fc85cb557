/**
 * The frontier's index on disk: which URLs of a shard are known, and which of them are due. It is
 * built from the shard's partition of the topic and knows its offset; a lost one is rebuilt.
 */
@NullMarked
package dev.weir.ingest.frontier;

import org.jspecify.annotations.NullMarked;
