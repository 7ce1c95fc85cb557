package dev.weir.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTableTest {

  private static final Instant T0 = Instant.parse("2026-05-01T12:00:00Z");
  private static final String SOURCE = "feed/gazette";

  private final CursorTable table = new CursorTable();

  private void accept(String position, Completeness extent) {
    table.accept(SOURCE, PollResult.of(List.of(), position, extent, Next.interval()), T0);
  }

  @Test
  void manyResultsOweOneCursorAndOneState() {
    accept("1", Completeness.contiguous(T0, "1"));
    accept("2", Completeness.contiguous(T0.plusSeconds(5), "2"));

    assertThat(table.changedCursors()).extracting(Cursor::getPosition).containsExactly("2");
    assertThat(table.changedIntervals())
        .extracting(CoverageInterval::getEndPosition)
        .containsExactly("2");
    assertThat(table.position(SOURCE)).contains("2");
    assertThat(table.completeUntil(SOURCE)).contains(T0.plusSeconds(5));
  }

  @Test
  void afterTheCommitNothingIsOwedAndAllIsKnown() {
    accept("1", Completeness.contiguous(T0, "1"));

    table.committed();

    assertThat(table.changedCursors()).isEmpty();
    assertThat(table.changedIntervals()).isEmpty();
    assertThat(table.position(SOURCE)).contains("1");
  }

  @Test
  void theOpenIntervalIsPartOfTheCursor() {
    accept("1", Completeness.contiguous(T0, "1"));
    Cursor written = table.changedCursors().get(0);
    CursorTable later = new CursorTable();

    later.load(written);
    later.accept(
        SOURCE,
        PollResult.of(
            List.of(), "2", Completeness.contiguous(T0.plusSeconds(60), "2"), Next.interval()),
        T0.plusSeconds(60));

    assertThat(later.changedIntervals())
        .singleElement()
        .satisfies(
            interval -> {
              assertThat(interval.getStart()).isEqualTo(T0);
              assertThat(interval.getEnd()).isEqualTo(T0.plusSeconds(60));
            });
  }

  @Test
  void aResultThatChangesNothingOwesNothing() {
    accept("1", Completeness.contiguous(T0, "1"));
    table.committed();

    table.accept(SOURCE, PollResult.nothing(Next.interval()), T0);

    assertThat(table.changedCursors()).isEmpty();
  }

  @Test
  void aDeletedCursorIsNone() {
    accept("1", Completeness.contiguous(T0, "1"));
    Cursor cursor = table.changedCursors().get(0);
    cursor.setDeleted(true);

    table.load(cursor);

    assertThat(table.position(SOURCE)).isEmpty();
  }

  @Test
  void aForgottenSourceOwesNothing() {
    accept("1", Completeness.contiguous(T0, "1"));

    table.forget(SOURCE);

    assertThat(table.changedCursors()).isEmpty();
    assertThat(table.position(SOURCE)).isEmpty();
  }
}
