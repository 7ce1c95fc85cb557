package dev.weir.infra.stream;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one source says of its completeness.
 *
 * @param source the source
 * @param heartbeat when it last said anything
 * @param status of its newest stretch: {@code complete}, {@code gap}, {@code unknown} or {@code
 *     retired}
 * @param reached up to which time its newest stretch holds
 * @param completeSince where the newest unbroken complete stretch began; empty where the newest one
 *     is not complete
 * @param gaps the newest stretches that are not complete, the oldest first
 */
public record SourceCoverage(
    String source,
    Instant heartbeat,
    String status,
    Instant reached,
    Optional<Instant> completeSince,
    List<Gap> gaps) {

  /** A stretch that is not complete, and why; start inclusive, end exclusive. */
  public record Gap(Instant start, Instant end, String status, String reason) {}
}
