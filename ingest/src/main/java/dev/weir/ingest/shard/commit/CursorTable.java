package dev.weir.ingest.shard.commit;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.topic.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of a shard, as they will stand when what is owed is committed, and what is owed to
 * the topics {@code cursors} and {@code coverage}: each source's last cursor, and each interval's
 * last state, once. For one thread.
 */
public final class CursorTable {

  private final Map<String, Cursor> cursors = new HashMap<>();
  private final Map<String, Debt> debts = new LinkedHashMap<>();

  /**
   * What a result, or its absence, changes.
   *
   * @param cursor the source's next cursor; null where it stays as it is
   * @param idle whether it only says that there was nothing new: it may be written later
   */
  public record Change(
      String source, @Nullable Cursor cursor, List<CoverageInterval> intervals, boolean idle) {
    public boolean isEmpty() {
      return cursor == null && intervals.isEmpty();
    }
  }

  /** What a commit writes. */
  public record Owed(
      List<String> sources, List<Cursor> cursors, List<CoverageInterval> intervals) {}

  /** What is owed of one source, and since or until when. */
  private static final class Debt {
    private final Map<String, CoverageInterval> intervals = new LinkedHashMap<>();
    private boolean ofCursor;
    private Instant due = Instant.MAX;
  }

  /** Takes a cursor as read from the topic. */
  void load(Cursor cursor) {
    if (cursor.getDeleted()) {
      cursors.remove(cursor.getSource());
    } else {
      cursors.put(cursor.getSource(), cursor);
    }
  }

  /** Forgets a source: nothing of it is owed any more, and it starts anew. */
  public void forget(String source) {
    cursors.remove(source);
    debts.remove(source);
  }

  /** Where a source stands; empty before its first result. */
  public Optional<String> position(String source) {
    return Optional.ofNullable(cursors.get(source))
        .map(Cursor::getPosition)
        .filter(position -> !position.isEmpty());
  }

  /** Up to when a source is known to be complete. */
  public Optional<Instant> completeUntil(String source) {
    return Optional.ofNullable(open(source))
        .filter(open -> open.getStatus().equals(CoverageTracker.COMPLETE))
        .map(CoverageInterval::getEnd);
  }

  private @Nullable CoverageInterval open(String source) {
    Cursor cursor = cursors.get(source);
    return cursor == null ? null : cursor.getOpenInterval();
  }

  /** A configured source is opened: one that never said anything is unknown from now on. */
  public Change opened(String source, Instant now) {
    return open(source) == null
        ? change(source, CoverageTracker.opened(source, now), now, false)
        : new Change(source, null, List.of(), false);
  }

  /** A source fails. Its cursor is only written where its open interval grew. */
  public Change failing(String source, Instant now) {
    CoverageInterval open = open(source);
    CoverageTracker.Step step = CoverageTracker.failing(source, open, now);
    CoverageInterval next = step.open();
    if (open != null && next != null && open.getEnd().equals(next.getEnd())) {
      return new Change(source, null, step.written(), false);
    }
    return change(source, step, now, false);
  }

  /** What a source's result changes. */
  public Change of(String source, PollResult result, Instant observedAt) {
    Instant now = CoverageTracker.micros(observedAt);
    Cursor before = cursors.get(source);
    CoverageInterval open = open(source);
    CoverageTracker.Step step = CoverageTracker.advance(source, open, result.extent(), now);
    String position =
        result.nextPosition().orElseGet(() -> before == null ? "" : before.getPosition());
    boolean idle =
        before != null
            && result.records().isEmpty()
            && !(result.extent() instanceof Completeness.Gap)
            && !isOther(open, step.open());
    if (before != null && step.written().isEmpty() && position.equals(before.getPosition())) {
      return new Change(source, null, List.of(), idle);
    }
    return change(source, position, step, now, idle);
  }

  private static boolean isOther(@Nullable CoverageInterval one, @Nullable CoverageInterval other) {
    return one != null && other != null && !one.getStart().equals(other.getStart());
  }

  private Change change(String source, CoverageTracker.Step step, Instant now, boolean idle) {
    Cursor before = cursors.get(source);
    return change(source, before == null ? "" : before.getPosition(), step, now, idle);
  }

  private static Change change(
      String source, String position, CoverageTracker.Step step, Instant now, boolean idle) {
    Cursor cursor =
        Cursor.newBuilder()
            .setSource(source)
            .setPosition(position)
            .setOpenInterval(step.open())
            .setUpdatedAt(CoverageTracker.micros(now))
            .build();
    return new Change(source, cursor, step.written(), idle);
  }

  /**
   * Takes a change.
   *
   * @param due when it must be written at the latest
   */
  public void apply(Change change, Instant due) {
    if (change.isEmpty()) {
      return;
    }
    Debt debt = debts.computeIfAbsent(change.source(), source -> new Debt());
    debt.due = due.isBefore(debt.due) ? due : debt.due;
    change.intervals().forEach(interval -> debt.intervals.put(Keys.coverage(interval), interval));
    Cursor cursor = change.cursor();
    if (cursor != null) {
      debt.ofCursor = true;
      cursors.put(change.source(), cursor);
    }
  }

  /** Whether something must be written by now. */
  public boolean isOverdue(Instant now) {
    return debts.values().stream().anyMatch(debt -> !debt.due.isAfter(now));
  }

  /** What must be written by now, in order. */
  public Owed owed(Instant now) {
    List<String> sources = new ArrayList<>();
    List<Cursor> owedCursors = new ArrayList<>();
    List<CoverageInterval> intervals = new ArrayList<>();
    debts.forEach(
        (source, debt) -> {
          if (debt.due.isAfter(now)) {
            return;
          }
          sources.add(source);
          intervals.addAll(debt.intervals.values());
          Cursor cursor = cursors.get(source);
          if (debt.ofCursor && cursor != null) {
            owedCursors.add(cursor);
          }
        });
    return new Owed(sources, owedCursors, intervals);
  }

  /** It is not owed any more. */
  public void committed(Owed owed) {
    owed.sources().forEach(debts::remove);
  }
}
