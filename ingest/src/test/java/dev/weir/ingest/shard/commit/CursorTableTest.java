package dev.weir.ingest.shard.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.source.Completeness;
import dev.weir.ingest.source.Next;
import dev.weir.ingest.source.Outgoing;
import dev.weir.ingest.source.PollResult;
import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CursorTableTest {

  private static final Instant T0 = Instant.parse("2026-05-01T12:00:00Z");
  private static final String SOURCE = "feed/gazette";

  private final CursorTable table = new CursorTable();

  private void accept(String position, Completeness extent) {
    accept(table, PollResult.of(List.of(), position, extent, Next.interval()), T0);
  }

  private static void accept(CursorTable table, PollResult result, Instant now) {
    table.apply(table.of(SOURCE, result, now), now);
  }

  private List<Cursor> owedCursors() {
    return table.owed(Instant.MAX).cursors();
  }

  @Test
  void manyResultsOweOneCursorAndOneState() {
    accept("1", Completeness.contiguous(T0, "1"));
    accept("2", Completeness.contiguous(T0.plusSeconds(5), "2"));

    assertThat(owedCursors()).extracting(Cursor::getPosition).containsExactly("2");
    assertThat(table.owed(Instant.MAX).intervals())
        .extracting(CoverageInterval::getEndPosition)
        .containsExactly("2");
    assertThat(table.position(SOURCE)).contains("2");
    assertThat(table.completeUntil(SOURCE)).contains(T0.plusSeconds(5));
  }

  @Test
  void afterTheCommitNothingIsOwedAndAllIsKnown() {
    accept("1", Completeness.contiguous(T0, "1"));

    table.committed(table.owed(Instant.MAX));

    assertThat(owedCursors()).isEmpty();
    assertThat(table.owed(Instant.MAX).intervals()).isEmpty();
    assertThat(table.position(SOURCE)).contains("1");
  }

  @Test
  void theOpenIntervalIsPartOfTheCursor() {
    accept("1", Completeness.contiguous(T0, "1"));
    Cursor written = owedCursors().get(0);
    CursorTable later = new CursorTable();

    later.load(written);
    accept(
        later,
        PollResult.of(
            List.of(), "2", Completeness.contiguous(T0.plusSeconds(60), "2"), Next.interval()),
        T0.plusSeconds(60));

    assertThat(later.owed(Instant.MAX).intervals())
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
    table.committed(table.owed(Instant.MAX));

    accept(table, PollResult.nothing(Next.interval()), T0);

    assertThat(owedCursors()).isEmpty();
  }

  @Test
  void recordsWithoutAChangeOfPositionAreNotWrittenLater() {
    accept("1", Completeness.contiguous(T0, "1"));
    CoverageInterval record = table.owed(Instant.MAX).intervals().get(0);

    CursorTable.Change change =
        table.of(
            SOURCE,
            new PollResult(
                List.of(Outgoing.of("coverage", "key", record)),
                Optional.empty(),
                Completeness.pending(),
                Next.interval()),
            T0);

    assertThat(change.isEmpty()).isTrue();
    assertThat(change.idle()).isFalse();
  }

  @Test
  void aDeletedCursorIsNone() {
    accept("1", Completeness.contiguous(T0, "1"));
    Cursor cursor = owedCursors().get(0);
    cursor.setDeleted(true);

    table.load(cursor);

    assertThat(table.position(SOURCE)).isEmpty();
  }

  @Test
  void aForgottenSourceOwesNothing() {
    accept("1", Completeness.contiguous(T0, "1"));

    table.forget(SOURCE);

    assertThat(owedCursors()).isEmpty();
    assertThat(table.position(SOURCE)).isEmpty();
  }

  @Test
  void aSourceThatIsOpenedIsUnknownBeforeItsFirstAnswer() {
    table.apply(table.opened(SOURCE, T0), T0);

    assertThat(owedCursors()).extracting(Cursor::getPosition).containsExactly("");
    assertThat(table.owed(T0).intervals())
        .singleElement()
        .satisfies(
            interval -> {
              assertThat(interval.getStatus()).isEqualTo("unknown");
              assertThat(interval.getStart()).isEqualTo(T0);
            });
    assertThat(table.position(SOURCE)).isEmpty();
  }

  @Test
  void aSourceThatIsOpenedAgainSaysNothingNew() {
    accept("1", Completeness.contiguous(T0, "1"));

    assertThat(table.opened(SOURCE, T0.plusSeconds(60)).isEmpty()).isTrue();
  }

  @Test
  void aSourceThatFailsShowsThatItIsRunAndClaimsNothing() {
    accept("1", Completeness.contiguous(T0, "1"));
    table.committed(table.owed(Instant.MAX));

    table.apply(table.failing(SOURCE, T0.plusSeconds(60)), T0.plusSeconds(60));

    assertThat(owedCursors()).isEmpty();
    assertThat(table.owed(Instant.MAX).intervals())
        .singleElement()
        .satisfies(
            interval -> {
              assertThat(interval.getStatus()).isEqualTo("complete");
              assertThat(interval.getEnd()).isEqualTo(T0);
              assertThat(interval.getObservedAt()).isEqualTo(T0.plusSeconds(60));
            });
  }

  @Test
  void whatMayBeWrittenLaterWaitsForItsTimeOrForWhatMustBeWritten() {
    accept("1", Completeness.contiguous(T0, "1"));
    table.committed(table.owed(Instant.MAX));
    CursorTable.Change idle =
        table.of(
            SOURCE,
            PollResult.of(
                List.of(), "2", Completeness.contiguous(T0.plusSeconds(5), "2"), Next.interval()),
            T0.plusSeconds(5));
    assertThat(idle.idle()).isTrue();

    table.apply(idle, T0.plusSeconds(35));

    assertThat(table.isOverdue(T0.plusSeconds(34))).isFalse();
    assertThat(table.owed(T0.plusSeconds(34)).cursors()).isEmpty();
    assertThat(table.isOverdue(T0.plusSeconds(35))).isTrue();
    accept("3", Completeness.contiguous(T0.plusSeconds(6), "3"));
    assertThat(table.owed(T0.plusSeconds(6)).cursors())
        .extracting(Cursor::getPosition)
        .containsExactly("3");
  }

  @Test
  void aGapIsNeverWrittenLater() {
    accept("1", Completeness.contiguous(T0, "1"));

    CursorTable.Change gap =
        table.of(
            SOURCE,
            PollResult.of(
                List.of(),
                "2",
                Completeness.gap(T0, T0.plusSeconds(5), "feed rolled over", "1", "2"),
                Next.interval()),
            T0.plusSeconds(5));

    assertThat(gap.idle()).isFalse();
  }
}
