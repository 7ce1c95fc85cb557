package dev.weir.ingest.shard.commit;

import dev.weir.ingest.source.Completeness;
import dev.weir.schemas.record.CoverageInterval;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a source says of its completeness into intervals. A source begins as unknown when it
 * is opened. The open interval's end grows in place; a gap closes it, becomes an interval of its
 * own, and a new one opens at its end. Pure.
 */
final class CoverageTracker {

  static final String COMPLETE = "complete";
  static final String GAP = "gap";
  static final String UNKNOWN = "unknown";
  static final String SCOPE = "all";

  /** Why a source is unknown that was opened and has not answered yet. */
  static final String NO_ANSWER = "no answer yet";

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

  /** A source without an interval is opened: it is unknown from now on. */
  static Step opened(String source, Instant observedAt) {
    Instant start = micros(observedAt);
    Writer writer = new Writer(source, start);
    return writer.only(writer.interval(start, start, UNKNOWN, NO_ANSWER, null, null));
  }

  /**
   * A source is run, and fails. One that never answered stays unknown until now; what another
   * claimed stands as it is, with a newer heartbeat.
   */
  static Step failing(String source, @Nullable CoverageInterval open, Instant observedAt) {
    if (open == null) {
      return opened(source, observedAt);
    }
    Writer writer = new Writer(source, micros(observedAt));
    Instant until = isUnanswered(open) ? observedAt : open.getEnd();
    return writer.only(writer.grown(open, until, open.getEndPosition()));
  }

  private static boolean isUnanswered(CoverageInterval open) {
    return open.getStatus().equals(UNKNOWN) && NO_ANSWER.equals(open.getReason());
  }

  private record Writer(String source, Instant observedAt) {

    Step contiguous(@Nullable CoverageInterval open, Completeness.Contiguous extent) {
      String position = extent.position();
      String limits = extent.limits().orElse(null);
      if (open == null) {
        Instant start = micros(extent.until());
        return only(interval(start, start, COMPLETE, limits, position, position));
      }
      if (open.getStatus().equals(COMPLETE)
          && (Objects.equals(open.getReason(), limits) || isEmpty(open))) {
        CoverageInterval same = CoverageInterval.newBuilder(open).setReason(limits).build();
        return only(grown(same, extent.until(), position));
      }
      if (isUnanswered(open)) {
        return answered(open, extent);
      }
      CoverageInterval next =
          interval(open.getEnd(), open.getEnd(), COMPLETE, limits, open.getEndPosition(), position);
      return only(grown(next, extent.until(), position));
    }

    /** The first answer ends what was unknown; it says nothing of the time before it. */
    private Step answered(CoverageInterval open, Completeness.Contiguous extent) {
      CoverageInterval unknown = grown(open, extent.until(), null);
      Instant start = unknown.getEnd();
      CoverageInterval next =
          interval(
              start,
              start,
              COMPLETE,
              extent.limits().orElse(null),
              extent.position(),
              extent.position());
      boolean tookNoTime = start.equals(unknown.getStart());
      return new Step(next, tookNoTime ? List.of(next) : List.of(unknown, next));
    }

    /** Nothing is claimed yet. A second interval with the same start would replace it. */
    private static boolean isEmpty(CoverageInterval open) {
      return open.getStart().equals(open.getEnd());
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
