package dev.weir.pollers.x;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a search stands. A walk goes from the newest page back to {@code sinceId}; only at its end
 * does the mark move.
 *
 * @param query what was searched for
 * @param sinceId the newest post of the last whole walk; null where there was none
 * @param newestId the newest post of the walk that is under way, else null
 * @param nextToken where that walk goes on, else null
 * @param walkUntil what will be whole once that walk is over
 * @param until up to when all is known
 * @param startTime where the walk that is under way ends, in place of {@code sinceId}
 */
record SearchPosition(
    String query,
    @Nullable Long sinceId,
    @Nullable Long newestId,
    @Nullable String nextToken,
    Instant walkUntil,
    Instant until,
    @Nullable Instant startTime) {}
