/**
 * The frontier's index on disk: which URLs of a shard are known, and which of them are due. It is
 * made of the shard's partition of the topic, and knows up to which offset; a lost one is built
 * again.
 */
@NullMarked
package dev.weir.ingest.frontier;

import org.jspecify.annotations.NullMarked;
