package dev.weir.infra.stream;

import dev.weir.schemas.record.CoverageInterval;
import dev.weir.schemas.record.Cursor;
import dev.weir.schemas.settings.StackSettings;
import dev.weir.schemas.topic.Keys;
import dev.weir.schemas.topic.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The cursors of the sources: how to make one forgotten, and how to retire a source. */
public final class SourceCursors {

  private static final String RETIRED = "retired";

  private final StackSettings stack;
  private final UnaryOperator<@Nullable String> environment;
  private final Clock clock;

  /**
   * The stack's cursors.
   *
   * @param environment where {@code env:NAME} values of the settings are looked up
   */
  public SourceCursors(
      StackSettings stack, UnaryOperator<@Nullable String> environment, Clock clock) {
    this.stack = stack;
    this.environment = environment;
    this.clock = clock;
  }

  /** The cursors that stand, by source. */
  public Map<String, Cursor> all() throws IOException {
    try (TopicReader reader = TopicReader.open(stack, environment)) {
      Map<String, Cursor> cursors = reader.latest(Topics.CURSORS, Cursor.class);
      cursors.values().removeIf(Cursor::getDeleted);
      return cursors;
    }
  }

  /**
   * Tells the owner of a source's shard to forget where the source stands: its next poll starts
   * from the beginning.
   *
   * @throws IOException where the source has no cursor, or broker or registry do not answer
   */
  public void forget(String source) throws IOException {
    int partition =
        partitionOf(source)
            .orElseThrow(() -> new IOException("Expected a source with a cursor, got: " + source));
    try (RecordWriter writer = new RecordWriter(stack, environment)) {
      delete(writer, source, partition);
    }
  }

  /**
   * Retires a source: from now on nothing is expected of it (see the record {@code
   * CoverageInterval}), and where it stands is forgotten. One that is still configured is expected
   * again as soon as the runtime sees that.
   *
   * @throws IOException where nothing is known of the source, where it is retired already, or where
   *     broker or registry do not answer
   */
  public void retire(String source) throws IOException {
    OptionalInt partition = partitionOf(source);
    Optional<CoverageInterval> newest = newestInterval(source);
    if (partition.isEmpty() && newest.isEmpty()) {
      throw new IOException("Expected a source that 'sources ls' lists, got: " + source);
    }
    if (newest.filter(interval -> interval.getStatus().equals(RETIRED)).isPresent()) {
      throw new IOException(source + " is retired already");
    }
    Instant now = now();
    CoverageInterval retired =
        CoverageInterval.newBuilder()
            .setSource(source)
            .setScope("all")
            .setStart(now)
            .setEnd(now)
            .setStatus(RETIRED)
            .setReason("retired by a user")
            .setObservedAt(now)
            .build();
    try (RecordWriter writer = new RecordWriter(stack, environment)) {
      writer.write(Topics.COVERAGE, OptionalInt.empty(), Keys.coverage(retired), retired);
      if (partition.isPresent()) {
        delete(writer, source, partition.getAsInt());
      }
    }
  }

  private void delete(RecordWriter writer, String source, int partition) throws IOException {
    Cursor deleted =
        Cursor.newBuilder()
            .setSource(source)
            .setPosition("")
            .setUpdatedAt(now())
            .setDeleted(true)
            .build();
    writer.write(Topics.CURSORS, OptionalInt.of(partition), Keys.cursor(source), deleted);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * A cursor lies in the partition of its source's scope, which only the cursor itself tells here.
   */
  private OptionalInt partitionOf(String source) throws IOException {
    try (TopicReader reader = TopicReader.open(stack, environment)) {
      Optional<TopicReader.Entry<Cursor>> newest =
          reader.all(Topics.CURSORS, Cursor.class).stream()
              .filter(entry -> entry.key().equals(Keys.cursor(source)))
              .reduce((first, second) -> second);
      return newest
          .filter(entry -> entry.value().isPresent() && !entry.value().get().getDeleted())
          .map(entry -> OptionalInt.of(entry.partition()))
          .orElse(OptionalInt.empty());
    }
  }

  private Optional<CoverageInterval> newestInterval(String source) throws IOException {
    try (TopicReader reader = TopicReader.open(stack, environment)) {
      return reader.latest(Topics.COVERAGE, CoverageInterval.class).values().stream()
          .filter(interval -> interval.getSource().equals(source))
          .max(Comparator.comparing(CoverageInterval::getStart));
    }
  }
}
