package dev.weir.ingest.shard;

import dev.weir.ingest.source.Completeness;
import dev.weir.schemas.record.CoverageInterval;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a source says of its completeness into intervals. The open interval's end grows in
 * place; a gap closes it, becomes an interval of its own, and a new one opens at its end. Pure.
 */
final class CoverageTracker {

  static final String COMPLETE = "complete";
  static final String GAP = "gap";
  static final String UNKNOWN = "unknown";
  static final String SCOPE = "all";

  private CoverageTracker() {}

  /**
   * What follows from a statement.
   *
   * @param open the interval that grows from now on
   * @param written the intervals that changed, in order; each replaces the one of the same start
   */
  record Step(@Nullable CoverageInterval open, List<CoverageInterval> written) {}

  static Step advance(
      String source, @Nullable CoverageInterval open, Completeness extent, Instant observedAt) {
    Writer writer = new Writer(source, observedAt);
    if (extent instanceof Completeness.Contiguous contiguous) {
      return writer.contiguous(open, contiguous);
    }
    if (extent instanceof Completeness.Gap gap) {
      return writer.gap(open, gap);
    }
    if (extent instanceof Completeness.Unknown unknown) {
      return writer.unknown(open, unknown);
    }
    return new Step(open, List.of());
  }

  private record Writer(String source, Instant observedAt) {

    Step contiguous(@Nullable CoverageInterval open, Completeness.Contiguous extent) {
      String position = extent.position();
      if (open == null) {
        Instant start = micros(extent.until());
        return only(interval(start, start, COMPLETE, null, position, position));
      }
      if (open.getStatus().equals(COMPLETE)) {
        return only(grown(open, extent.until(), position));
      }
      CoverageInterval next =
          interval(open.getEnd(), open.getEnd(), COMPLETE, null, open.getEndPosition(), position);
      return only(grown(next, extent.until(), position));
    }

    Step gap(@Nullable CoverageInterval open, Completeness.Gap extent) {
      Instant from = micros(extent.from());
      Instant until = micros(extent.until());
      if (!until.isAfter(from)) {
        until = from.plus(1, ChronoUnit.MICROS);
      }
      List<CoverageInterval> written = new ArrayList<>();
      if (open != null && open.getStart().isBefore(from)) {
        CoverageInterval closed = CoverageInterval.newBuilder(open).build();
        closed.setEnd(from);
        closed.setEndPosition(extent.fromPosition());
        closed.setObservedAt(observedAt);
        written.add(closed);
      }
      written.add(
          interval(from, until, GAP, extent.reason(), extent.fromPosition(), extent.toPosition()));
      CoverageInterval next =
          interval(until, until, COMPLETE, null, extent.toPosition(), extent.toPosition());
      written.add(next);
      return new Step(next, written);
    }

    Step unknown(@Nullable CoverageInterval open, Completeness.Unknown extent) {
      if (open != null
          && open.getStatus().equals(UNKNOWN)
          && Objects.equals(open.getReason(), extent.reason())) {
        return only(grown(open, extent.until(), open.getEndPosition()));
      }
      Instant start = open == null ? micros(extent.until()) : open.getEnd();
      String position = open == null ? null : open.getEndPosition();
      CoverageInterval next = interval(start, start, UNKNOWN, extent.reason(), position, position);
      return only(grown(next, extent.until(), position));
    }

    private Step only(CoverageInterval open) {
      return new Step(open, List.of(open));
    }

    private CoverageInterval grown(
        CoverageInterval open, Instant until, @Nullable String position) {
      CoverageInterval grown = CoverageInterval.newBuilder(open).build();
      Instant end = micros(until);
      grown.setEnd(end.isAfter(open.getEnd()) ? end : open.getEnd());
      grown.setEndPosition(position);
      grown.setObservedAt(observedAt);
      return grown;
    }

    private CoverageInterval interval(
        Instant start,
        Instant end,
        String status,
        @Nullable String reason,
        @Nullable String startPosition,
        @Nullable String endPosition) {
      return CoverageInterval.newBuilder()
          .setSource(source)
          .setScope(SCOPE)
          .setStart(start)
          .setEnd(end)
          .setStartPosition(startPosition)
          .setEndPosition(endPosition)
          .setStatus(status)
          .setReason(reason)
          .setObservedAt(observedAt)
          .build();
    }
  }

  /** As exact as the record keeps it, so that a key made from it stays the same when read back. */
  static Instant micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }
}
