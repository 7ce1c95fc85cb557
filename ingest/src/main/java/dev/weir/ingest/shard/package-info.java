/**
 * Runs sources: shards shared by the instances of an application, one transaction for many polls,
 * cursors and coverage committed with what they speak of. {@link
 * dev.weir.ingest.shard.SourceRunner} is the way in.
 */
@NullMarked
package dev.weir.ingest.shard;

import org.jspecify.annotations.NullMarked;
