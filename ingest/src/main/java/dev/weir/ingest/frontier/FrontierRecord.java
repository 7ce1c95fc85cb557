package dev.weir.ingest.frontier;

import dev.weir.schemas.record.FrontierEntry;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic.
 *
 * @param entry null if the key's record was deleted
 * @param own whether this shard's owner wrote it and has already applied it to the store
 */
public record FrontierRecord(String key, @Nullable FrontierEntry entry, boolean own) {}
