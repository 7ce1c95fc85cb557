package dev.weir.pollers.x;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a search. A walk goes from the newest page back to {@code sinceId}; the mark moves
 * only at its end.
 *
 * @param query the search query
 * @param sinceId the newest post of the last complete walk; null if there was none
 * @param newestId the newest post of the current walk, else null
 * @param nextToken where that walk continues, else null
 * @param walkUntil up to when everything is known once that walk is over
 * @param until up to when everything is known
 * @param startTime where the current walk ends, instead of {@code sinceId}
 */
record SearchPosition(
    String query,
    @Nullable Long sinceId,
    @Nullable Long newestId,
    @Nullable String nextToken,
    Instant walkUntil,
    Instant until,
    @Nullable Instant startTime) {}
