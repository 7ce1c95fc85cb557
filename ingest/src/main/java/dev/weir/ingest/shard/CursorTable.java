package dev.weir.ingest.shard;

import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.Keys;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cursors of a shard, as they will stand when the open transaction commits, and what that
 * transaction still owes to the topics {@code cursors} and {@code coverage}: each source's last
 * cursor, and each interval's last state, once. For one thread.
 */
final class CursorTable {

  private final Map<String, Cursor> cursors = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private final Map<String, CoverageInterval> intervals = new LinkedHashMap<>();

  /** Takes a cursor as read from the topic. */
  void load(Cursor cursor) {
    if (cursor.getDeleted()) {
      cursors.remove(cursor.getSource());
    } else {
      cursors.put(cursor.getSource(), cursor);
    }
  }

  /** Forgets a source: nothing of it is owed any more, and it starts anew. */
  void forget(String source) {
    cursors.remove(source);
    changed.remove(source);
  }

  /** Where a source stands; empty before its first result. */
  Optional<String> position(String source) {
    return Optional.ofNullable(cursors.get(source))
        .map(Cursor::getPosition)
        .filter(position -> !position.isEmpty());
  }

  /** Up to when a source is known to be complete. */
  Optional<Instant> completeUntil(String source) {
    return Optional.ofNullable(cursors.get(source))
        .map(Cursor::getOpenInterval)
        .filter(open -> open.getStatus().equals(CoverageTracker.COMPLETE))
        .map(CoverageInterval::getEnd);
  }

  /** Takes what a source's result changes. */
  void accept(String source, PollResult result, Instant observedAt) {
    Instant now = CoverageTracker.micros(observedAt);
    Cursor before = cursors.get(source);
    CoverageInterval open = before == null ? null : before.getOpenInterval();
    CoverageTracker.Step step = CoverageTracker.advance(source, open, result.extent(), now);
    step.written().forEach(interval -> intervals.put(Keys.coverage(interval), interval));
    String position =
        result.nextPosition().orElseGet(() -> before == null ? "" : before.getPosition());
    if (before != null && step.written().isEmpty() && position.equals(before.getPosition())) {
      return;
    }
    cursors.put(
        source,
        Cursor.newBuilder()
            .setSource(source)
            .setPosition(position)
            .setOpenInterval(step.open())
            .setUpdatedAt(now)
            .build());
    changed.add(source);
  }

  /** The cursors that are owed. */
  List<Cursor> changedCursors() {
    return changed.stream().map(cursors::get).toList();
  }

  /** The intervals that are owed, in order. */
  Collection<CoverageInterval> changedIntervals() {
    return List.copyOf(intervals.values());
  }

  /** Nothing is owed any more. */
  void committed() {
    changed.clear();
    intervals.clear();
  }
}
